/** Where two checkpoints differ, as paths with both values. */
import type { Checkpoint } from './checkpoint.ts';

export interface Difference {
  /** "deployment/web status.replicas". */
  path: string;
  /** As JSON; undefined where there is none. */
  left: string | undefined;
  right: string | undefined;
}

const text = (value: unknown): string | undefined =>
  value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Depth first, in the order of the left value's fields. */
const compareValues = (path: string, left: unknown, right: unknown): Difference[] => {
  if (isObject(left) && isObject(right)) {
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return names.flatMap((name) =>
      compareValues(path.endsWith(' ') ? path + name : `${path}.${name}`, left[name], right[name]),
    );
  }
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length)
    return left.flatMap((item, index) => compareValues(`${path}[${index}]`, item, right[index]));
  const [a, b] = [text(left), text(right)];
  return a === b ? [] : [{ path: path.trimEnd(), left: a, right: b }];
};

/** Of two lists without an order: what of each has no equal in the other. */
const unmatched = (left: readonly unknown[], right: readonly unknown[]): [unknown[], unknown[]] => {
  const rest = right.map((value) => ({ value, key: JSON.stringify(value) }));
  const only = left.filter((value) => {
    const at = rest.findIndex(({ key }) => key === JSON.stringify(value));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [only, rest.map(({ value }) => value)];
};

const compareGroups = (left: Map<string, unknown[]>, right: Map<string, unknown[]>): Difference[] =>
  [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((group) => {
    const [a, b] = [left.get(group), right.get(group)];
    if (a?.length === 1 && b?.length === 1) return compareValues(`${group} `, a[0], b[0]);
    if (a === undefined || b === undefined || a.length !== b.length) {
      const count = (values: unknown[] | undefined): string => `${values?.length ?? 0} objects`;
      const isSpread = group.startsWith('spread');
      return [
        {
          path: group,
          left: isSpread ? text(a) : count(a),
          right: isSpread ? text(b) : count(b),
        },
      ];
    }
    const [onlyLeft, onlyRight] = unmatched(a, b);
    return onlyLeft.flatMap((value, index) => compareValues(`${group}[${index}] `, value, onlyRight[index]));
  });

/** Empty when the checkpoints are equal. */
export const differencesOf = (left: Checkpoint, right: Checkpoint): Difference[] => [
  ...(left.result === right.result ? [] : [{ path: 'result', left: left.result, right: right.result }]),
  ...compareValues('output', left.output, right.output),
  ...compareGroups(left.objects, right.objects),
  ...compareGroups(left.events, right.events),
];
