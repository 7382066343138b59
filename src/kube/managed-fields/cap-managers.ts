/** No more than ten managers of updates: the oldest become one. @source k8s 1.20 fieldmanager/capmanagers.go */
import { identifierOf, type Manager, type Managers } from './managers.ts';

const maximalUpdaters = 10;

const secondsOf = ({ time }: Manager): number => (time === undefined ? 0 : Date.parse(time));

export const capManagers = (current: Managers): Managers => {
  const updaters = [...current]
    .filter(([, { isApplier }]) => !isApplier)
    .sort(([a, left], [b, right]) => secondsOf(left) - secondsOf(right) || (a < b ? -1 : 1));
  if (updaters.length <= maximalUpdaters) return current;
  const managers = new Map(current);
  const firstOf = new Map<string, string>();
  let count = updaters.length;
  for (const [id, manager] of updaters) {
    if (count <= maximalUpdaters) break;
    const { apiVersion, fields, time } = manager;
    const first = firstOf.get(apiVersion);
    if (first === undefined) {
      firstOf.set(apiVersion, id);
      continue;
    }
    const identity = { manager: 'ancient-changes', isApplier: false, apiVersion, subresource: '' };
    const bucket = identifierOf(identity);
    const held = managers.get(bucket) ?? managers.get(first)!;
    if (!managers.has(bucket)) managers.delete(first);
    managers.set(bucket, { ...identity, time, fields: fields.union(held.fields) });
    managers.delete(id);
    count--;
  }
  return managers;
};
