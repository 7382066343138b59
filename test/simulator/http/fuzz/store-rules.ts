/** What must be true of the stored objects at any time, whoever wrote what. */
import type { KubeObject } from '../../../../src/kube/index.ts';
import type { Simulator } from '../../../../src/simulator/index.ts';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const wrongOf = ({ apiVersion, kind, metadata }: KubeObject, namespaced: boolean): string | undefined => {
  if (!isText(apiVersion) || !isText(kind)) return 'has no type';
  if (!isText(metadata.name)) return 'has no name';
  if (isText(metadata.namespace) !== namespaced) return 'is in no namespace, or should be in none';
  if (!isText(metadata.uid)) return 'has no uid';
  if (!/^[1-9]\d*$/.test(metadata.resourceVersion ?? '')) return 'has no version';
  return isText(metadata.creationTimestamp) ? undefined : 'has no time of creation';
};

/** What is wrong with the store; undefined when nothing is. */
export const wrongInStore = ({ served, api }: Simulator): string | undefined => {
  const uids = new Map<string, string>();
  const latest = Number(api.lastResourceVersion());
  const seen = new Set<string>();
  for (const described of served.resources()) {
    const found = served.find(described);
    if (!found.ok) return `${described.name} is served and not found`;
    const { name, definition } = found.value.resource;
    // What is computed when it is asked for has neither uid nor version.
    if (seen.has(name) || definition.isAggregated === true || !described.verbs.includes('create')) continue;
    seen.add(name);
    const listed = api.list(name);
    if (!listed.ok) continue;
    for (const object of listed.value.items) {
      const { metadata } = object;
      const wrong = wrongOf(object, described.namespaced);
      const key = `${name} ${metadata.namespace ?? ''}/${metadata.name}`;
      if (wrong !== undefined) return `${key} ${wrong}: ${JSON.stringify(object).slice(0, 300)}`;
      const other = uids.get(metadata.uid!);
      if (other !== undefined) return `${key} has the uid of ${other}`;
      uids.set(metadata.uid!, key);
      if (Number(metadata.resourceVersion) > latest) return `${key} is newer than the store`;
    }
  }
  return undefined;
};
