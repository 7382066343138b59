/** order: the order in which the members of a selection stand when they are sorted by a field. */
import { toPlain } from '../../document/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { fillCaptures } from '../captures.ts';
import type { CompileScope } from '../define-expectation.ts';
import { parseFieldPath, valueAt } from '../field-path.ts';
import { wordsOf } from '../patterns/pattern.ts';
import type { Quantifier } from './quantifiers.ts';
import type { SelectionExpectation } from './selection.ts';

type Path = readonly (string | number)[];

const compareValues = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [wordsOf(a), wordsOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** The values in order; members that are equal in `by` are put as `wanted` has them, if it has. */
const sorted = (
  members: readonly KubeObject[],
  by: Path,
  of: Path,
  wanted: readonly unknown[],
): unknown[] => {
  const rank = (member: KubeObject): number =>
    wanted.findIndex((value) => wordsOf(value) === wordsOf(valueAt(member, of)));
  return [...members]
    .sort((a, b) => compareValues(valueAt(a, by), valueAt(b, by)) || rank(a) - rank(b))
    .map((member) => valueAt(member, of));
};

export const orderQuantifier = (
  { order, position }: SelectionExpectation,
  scope: CompileScope,
): Quantifier | undefined => {
  if (order === undefined) return undefined;
  const by = parseFieldPath(order.by);
  const of = parseFieldPath(order.of ?? 'metadata.name');
  const raw = toPlain(order.is);
  if (by === undefined || of === undefined) {
    scope.problems.add(
      'bad-path',
      `"${by === undefined ? order.by : order.of}" is not a path of a field`,
      position,
      'write it like metadata.creationTimestamp',
    );
    return undefined;
  }
  if (!Array.isArray(raw) || raw.length < 2) {
    scope.problems.add('asserts-nothing', 'an order needs a list of at least two values', order.is.position);
    return undefined;
  }
  const wanted: unknown[] =
    scope.captures === undefined ? raw : fillCaptures(raw as unknown[], scope.captures);
  const isRight = (found: readonly unknown[]): boolean =>
    found.length === wanted.length &&
    found.every((value, index) => wordsOf(value) === wordsOf(wanted[index]));
  return {
    key: 'order',
    holds: (members) => members.length === wanted.length && isRight(sorted(members, by, of, wanted)),
    explain(members) {
      const found = sorted(members, by, of, wanted);
      const at = wanted.findIndex((value, index) => wordsOf(value) !== wordsOf(found[index]));
      const leaf = {
        path: `order[${at === -1 ? wanted.length : at}]`,
        expected: wordsOf(wanted[at]),
        actual: wordsOf(found[at === -1 ? wanted.length : at]),
        position: order.is.position,
      };
      return { leaves: [leaf], expected: { order: wanted }, actual: { order: found } };
    },
  };
};
