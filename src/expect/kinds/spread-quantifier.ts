/** spread: how the members of a selection are spread over the values of a field. */
import type { KubeObject } from '../../kube/index.ts';
import type { CompileScope } from '../define-expectation.ts';
import { parseFieldPath, valueAt } from '../field-path.ts';
import { compilePattern } from '../patterns/compile-pattern.ts';
import { wordsOf } from '../patterns/pattern.ts';
import type { FailedLeaf } from '../verdict.ts';
import type { Quantifier } from './quantifiers.ts';
import type { SelectionExpectation } from './selection.ts';

/** Members by value of the field, values in the order of the alphabet; values of `among` count even when they have none. */
const tally = (
  members: readonly KubeObject[],
  path: readonly (string | number)[],
  among: readonly string[] | undefined,
): Map<string, number> => {
  const counts = new Map<string, number>((among ?? []).map((value) => [value, 0]));
  for (const member of members) {
    const value = wordsOf(valueAt(member, path));
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** The sides of the diff where there are no members at all. */
const nobody = { expected: { count: 'at least 1' }, actual: { count: 0 } };

const skewOf = (counts: ReadonlyMap<string, number>): number =>
  counts.size === 0 ? 0 : Math.max(...counts.values()) - Math.min(...counts.values());

export const spreadQuantifier = (
  { spread, position }: SelectionExpectation,
  scope: CompileScope,
): Quantifier | undefined => {
  if (spread === undefined) return undefined;
  const path = parseFieldPath(spread.over);
  if (path === undefined) {
    scope.problems.add(
      'bad-path',
      `"${spread.over}" is not a path of a field`,
      position,
      'write it like spec.nodeName',
    );
    return undefined;
  }
  const { among, maxSkew } = spread;
  const each = spread.each === undefined ? undefined : compilePattern(spread.each, scope);
  const stray = (value: string): boolean => among !== undefined && !among.includes(value);
  return {
    key: 'spread',
    holds(members) {
      const counts = tally(members, path, among);
      if (members.length === 0 || [...counts.keys()].some(stray)) return false;
      if (each !== undefined) return [...counts.values()].every((count) => each.matches(count));
      return skewOf(counts) <= (maxSkew ?? 0);
    },
    explain(members) {
      const counts = tally(members, path, among);
      const where = each?.position ?? position;
      const leaves: FailedLeaf[] = [];
      if (members.length === 0) leaves.push({ path: 'count', expected: 'at least 1', actual: '0', position });
      for (const [value, count] of counts) {
        if (stray(value))
          leaves.push({
            path: `spread[${value}]`,
            expected: `a value among ${among!.join(', ')}`,
            actual: value,
            position,
          });
        else if (each?.matches(count) === false)
          leaves.push({
            path: `spread[${value}]`,
            expected: each.words,
            actual: String(count),
            position: where,
          });
      }
      const skew = skewOf(counts);
      if (each === undefined && skew > (maxSkew ?? 0)) {
        const listed = [...counts].map(([value, count]) => `${value}: ${count}`).join(', ');
        leaves.push({
          path: 'spread.skew',
          expected: `<= ${maxSkew ?? 0}`,
          actual: String(skew),
          position,
          hint: listed,
        });
      }
      if (members.length === 0 && leaves.length === 1) return { leaves, ...nobody };
      const actual = Object.fromEntries(counts);
      const expected =
        each === undefined
          ? { maxSkew }
          : Object.fromEntries(
              [...counts]
                .filter(([value]) => !stray(value))
                .map(([value, count]) => [value, each.model(count)]),
            );
      return {
        leaves,
        expected: { spread: expected },
        actual: { spread: each === undefined ? { maxSkew: skew } : actual },
      };
    },
  };
};
