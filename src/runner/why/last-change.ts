/** When a value last changed and by whom: looked for in the versions of its object that the scenario has seen. */
import type { Backend } from '../../backends/index.ts';
import type { FailedLeaf, ObjectName, Verdict } from '../../expect/index.ts';
import type { KubeObject } from '../../kube/index.ts';

export interface LastChange {
  /** Milliseconds since the Unix epoch. */
  timeMs: number;
  user: string;
  verb: string;
}

type Step = { key: string } | { index: number } | { member: [key: string, value: string] };

/** "spec.containers[name=nginx].image" → its steps; [2], ["a.b"] and [key=value] stand in brackets. */
const stepsOf = (path: string): Step[] =>
  [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\[([^\]=]+)=([^\]]*)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, key, value, plain]): Step => {
      if (quoted !== undefined) return { key: quoted };
      if (index !== undefined) return { index: Number(index) };
      if (key !== undefined) return { member: [key, value ?? ''] };
      return { key: plain! };
    },
  );

const follow = (value: unknown, step: Step): unknown => {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('index' in step) return (value as unknown[])[step.index];
  if ('key' in step) return (value as Record<string, unknown>)[step.key];
  const [key, wanted] = step.member;
  return Array.isArray(value)
    ? value.find((member: unknown) => String((member as Record<string, unknown> | null)?.[key]) === wanted)
    : undefined;
};

const valueText = (object: KubeObject, steps: readonly Step[]): string => {
  let value: unknown = object;
  for (const step of steps) value = follow(value, step);
  return JSON.stringify(value) ?? 'absent';
};

/** The object a leaf is about: it says so itself, or its path begins with the object's name. */
const objectOf = (leaf: FailedLeaf, verdict: Verdict): { name: ObjectName; path: string } | undefined => {
  if (leaf.object !== undefined) return { name: leaf.object, path: leaf.path };
  const named = verdict.objects.find(({ name }) => leaf.path.startsWith(`${name}: `));
  return named === undefined ? undefined : { name: named, path: leaf.path.slice(named.name.length + 2) };
};

/** The write that gave the leaf's value its present form; undefined where nobody keeps a journal, or nothing was seen. */
export const lastChangeOf = (
  leaf: FailedLeaf,
  verdict: Verdict,
  history: (name: ObjectName) => readonly KubeObject[],
  backend: Pick<Backend, 'authorOf'>,
): LastChange | undefined => {
  const about = objectOf(leaf, verdict);
  if (about === undefined || backend.authorOf === undefined) return undefined;
  const versions = history(about.name);
  const steps = stepsOf(about.path);
  const now = versions.at(-1);
  if (now === undefined) return undefined;
  const text = valueText(now, steps);
  let first = versions.length - 1;
  while (first > 0 && valueText(versions[first - 1]!, steps) === text) first--;
  const change = backend.authorOf(versions[first]!.metadata.resourceVersion ?? '');
  return change === undefined ? undefined : { timeMs: change.timeMs, user: change.user, verb: change.verb };
};
