/** Patterns of lists: members found by merge key in any order, or position by position. */
import type { Position } from '../../core/index.ts';
import { assign } from '../assignment.ts';
import type { FailedLeaf } from '../verdict.ts';
import { expectedSide, isRecord, wordsOf } from './pattern.ts';
import type { Differences, Pattern } from './pattern.ts';

/** A member looked for: its pattern and, where it has one, the merge key that names it. */
export interface MemberPattern {
  pattern: Pattern;
  key?: { name: string; value: string | number };
}

/** The fields by which Kubernetes tells members of lists of objects apart, in the order in which they are tried. */
export const mergeKeys = [
  'name',
  'containerPort',
  'port',
  'type',
  'mountPath',
  'devicePath',
  'uid',
  'ip',
  'topologyKey',
  'key',
  'kind',
] as const;

const titleOf = ({ key }: MemberPattern): string =>
  key === undefined ? '[*]' : `[${key.name}=${key.value}]`;

const hasKey = (member: MemberPattern, actual: unknown): boolean =>
  member.key === undefined || (isRecord(actual) && actual[member.key.name] === member.key.value);

const fits = (member: MemberPattern, actual: unknown): boolean =>
  hasKey(member, actual) && member.pattern.matches(actual);

const differencesOf = (member: MemberPattern, actual: unknown, path: string): Differences => {
  const differences: Differences = { leaves: [] };
  member.pattern.explain(actual, path, differences);
  return differences;
};

/** Members in any order, each matched by a different one. `isWhole`: there are no others. */
export const membersPattern = (
  members: readonly MemberPattern[],
  position: Position,
  isWhole: boolean,
): Pattern => {
  const partners = (actual: readonly unknown[]): number[] =>
    assign(members.length, actual.length, (row, column) => fits(members[row]!, actual[column]));
  const listOf = (actual: unknown): readonly unknown[] | undefined =>
    actual === undefined ? [] : Array.isArray(actual) ? actual : undefined;

  /** For each member its partner or, failing that, the one it comes nearest to. */
  const nearest = (member: MemberPattern, actual: readonly unknown[], taken: ReadonlySet<number>): number => {
    let best = -1;
    let fewest = Infinity;
    actual.forEach((candidate, index) => {
      if (taken.has(index) || !hasKey(member, candidate)) return;
      const { length } = differencesOf(member, candidate, '').leaves;
      if (length < fewest) [best, fewest] = [index, length];
    });
    return best;
  };

  const pairUp = (actual: readonly unknown[]): { index: number; isMatch: boolean }[] => {
    const found = partners(actual);
    const taken = new Set(found.filter((index) => index !== -1));
    return members.map((member, row) => {
      const partner = found[row]!;
      if (partner !== -1) return { index: partner, isMatch: true };
      const index = nearest(member, actual, taken);
      if (index !== -1) taken.add(index);
      return { index, isMatch: false };
    });
  };

  const missing = (member: MemberPattern, actual: readonly unknown[], path: string): FailedLeaf => {
    const { key } = member;
    const others =
      key === undefined
        ? []
        : actual.flatMap((item) =>
            isRecord(item) && item[key.name] !== undefined ? [String(item[key.name])] : [],
          );
    const hint = others.length === 0 ? undefined : `there are ${others.join(', ')}`;
    const expected =
      key === undefined ? `a member like ${wordsOf(member.pattern.model(undefined))}` : 'a member';
    return {
      path,
      expected,
      actual: actual.length === 0 ? 'an empty list' : 'none',
      position: member.pattern.position,
      ...(hint === undefined ? {} : { hint }),
    };
  };

  return {
    words: `a list with ${members.length} such members`,
    position,
    matches(actual) {
      const list = listOf(actual);
      if (list === undefined || list.length < members.length || (isWhole && list.length !== members.length))
        return false;
      if (members.length === 1) return list.some((item) => fits(members[0]!, item));
      return partners(list).every((index) => index !== -1);
    },
    explain(actual, path, into) {
      const list = listOf(actual);
      if (list === undefined) {
        into.leaves.push({ path, expected: 'a list', actual: wordsOf(actual), position });
        return;
      }
      pairUp(list).forEach(({ index, isMatch }, row) => {
        if (isMatch) return;
        const member = members[row]!;
        const memberPath = `${path}${titleOf(member)}`;
        if (index === -1) into.leaves.push(missing(member, list, memberPath));
        else {
          const found = differencesOf(member, list[index], memberPath);
          into.leaves.push(...found.leaves);
          if (member.key === undefined) into.nearest ??= { title: `${path}[${index}]`, leaves: found.leaves };
        }
      });
      if (isWhole && list.length !== members.length) {
        into.leaves.push({
          path: `${path}.length`,
          expected: String(members.length),
          actual: String(list.length),
          position,
        });
      }
    },
    cut(actual) {
      const list = listOf(actual);
      if (list === undefined) return actual;
      if (actual === undefined) return undefined;
      const pairs = pairUp(list);
      const shown = pairs.flatMap(({ index }, row) =>
        index === -1 ? [] : [members[row]!.pattern.cut(list[index])],
      );
      const rest = isWhole ? list.filter((_, index) => !pairs.some((pair) => pair.index === index)) : [];
      return [...shown, ...rest];
    },
    model(actual) {
      const list = listOf(actual) ?? [];
      return pairUp(list).map(({ index }, row) =>
        expectedSide(members[row]!.pattern, index === -1 ? undefined : list[index]),
      );
    },
  };
};

/** Position by position, and as many. */
export const orderedPattern = (items: readonly Pattern[], position: Position): Pattern => ({
  words: `a list of ${items.length}`,
  position,
  matches: (actual) =>
    actual === undefined
      ? items.length === 0
      : Array.isArray(actual) &&
        actual.length === items.length &&
        items.every((item, index) => item.matches(actual[index])),
  explain(actual, path, into) {
    if (!Array.isArray(actual)) {
      into.leaves.push({ path, expected: `a list of ${items.length}`, actual: wordsOf(actual), position });
      return;
    }
    const before = into.leaves.length;
    items.forEach((item, index) => {
      if (!item.matches(actual[index])) item.explain(actual[index], `${path}[${index}]`, into);
    });
    if (actual.length > items.length || into.leaves.length === before) {
      into.leaves.push({
        path: `${path}.length`,
        expected: String(items.length),
        actual: String(actual.length),
        position,
      });
    }
  },
  cut: (actual) =>
    Array.isArray(actual)
      ? actual.map((item, index) => items[index]?.cut(item) ?? (item as unknown))
      : actual,
  model: (actual) =>
    items.map((item, index) => expectedSide(item, Array.isArray(actual) ? actual[index] : undefined)),
});
