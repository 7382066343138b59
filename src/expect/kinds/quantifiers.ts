/** Quantifiers: each turns a key of a selection (match, any, count, spread, …) into a test of its members. */
import type { KubeObject } from '../../kube/index.ts';
import type { ClusterView } from '../cluster-view.ts';
import type { CompileScope } from '../define-expectation.ts';
import { objectTitle, ownersText } from '../judging/cluster-lookup.ts';
import { compileObserved } from '../patterns/observed-pattern.ts';
import { isRecord } from '../patterns/pattern.ts';
import type { Differences, Pattern } from '../patterns/pattern.ts';
import type { Candidate, FailedLeaf } from '../verdict.ts';
import { fillReference, hasOwner, ownerText } from './compile-object.ts';
import { orderQuantifier } from './order-quantifier.ts';
import type { SelectionExpectation } from './selection.ts';
import { spreadQuantifier } from './spread-quantifier.ts';

/** At each change only one of many members is another; the others, which are never changed in place, match or not as before. */
const rememberMatches = (pattern: Pattern): Pattern => {
  const known = new WeakMap<object, boolean>();
  const matches = (actual: unknown): boolean => {
    if (!isRecord(actual)) return pattern.matches(actual);
    let isMatch = known.get(actual);
    if (isMatch === undefined) known.set(actual, (isMatch = pattern.matches(actual)));
    return isMatch;
  };
  return {
    words: pattern.words,
    position: pattern.position,
    matches,
    explain: (actual, path, into) => pattern.explain(actual, path, into),
    cut: (actual) => pattern.cut(actual),
    model: (actual) => pattern.model(actual),
  };
};

/** What a quantifier found wrong. `expected` and `actual` are its part of the two sides of the diff. */
export interface QuantifierFailure {
  leaves: FailedLeaf[];
  expected: unknown;
  actual: unknown;
  nearest?: Candidate;
  /** The members that are wrong; all of them when absent. */
  members?: readonly KubeObject[];
}

export interface Quantifier {
  /** The key in the scenario. */
  key: string;
  holds(members: readonly KubeObject[], view: ClusterView): boolean;
  explain(members: readonly KubeObject[], view: ClusterView): QuantifierFailure;
}

const nameOf = ({ metadata }: KubeObject): string => metadata.name;

const differences = (pattern: Pattern, object: unknown): Differences => {
  const into: Differences = { leaves: [] };
  pattern.explain(object, '', into);
  return into;
};

/** The member with the fewest differences. */
const nearestMember = (pattern: Pattern, members: readonly KubeObject[]): Candidate | undefined => {
  let best: Candidate | undefined;
  for (const member of members) {
    const { leaves } = differences(pattern, member);
    if (best === undefined || leaves.length < best.leaves.length)
      best = { title: objectTitle(member), leaves };
  }
  return best;
};

const byName = (
  members: readonly KubeObject[],
  value: (member: KubeObject) => unknown,
): Record<string, unknown> => Object.fromEntries(members.map((member) => [nameOf(member), value(member)]));

const noMembers = (key: string, pattern: Pattern): QuantifierFailure => ({
  leaves: [{ path: 'count', expected: 'at least 1', actual: '0', position: pattern.position }],
  expected: { [key]: pattern.model(undefined) },
  actual: undefined,
});

const all = (pattern: Pattern): Quantifier => ({
  key: 'match',
  holds: (members) => members.length > 0 && members.every((member) => pattern.matches(member)),
  explain(members) {
    if (members.length === 0) return noMembers('match', pattern);
    const wrong = members.filter((member) => !pattern.matches(member));
    const leaves = wrong.flatMap((member) =>
      differences(pattern, member).leaves.map((leaf) => ({
        ...leaf,
        path: `${nameOf(member)}: ${leaf.path}`,
      })),
    );
    return {
      leaves,
      expected: byName(wrong, (member) => pattern.model(member)),
      actual: byName(wrong, (member) => pattern.cut(member)),
      members: wrong,
    };
  },
});

const any = (pattern: Pattern): Quantifier => ({
  key: 'any',
  holds: (members) => members.some((member) => pattern.matches(member)),
  explain(members) {
    const nearest = nearestMember(pattern, members);
    if (nearest === undefined) return noMembers('any', pattern);
    const member = members.find((candidate) => objectTitle(candidate) === nearest.title)!;
    const leaf = {
      path: 'any',
      expected: 'at least one that matches',
      actual: `none of ${members.length}`,
      position: pattern.position,
    };
    return { leaves: [leaf], expected: pattern.model(member), actual: pattern.cut(member), nearest };
  },
});

const none = (pattern: Pattern): Quantifier => ({
  key: 'none',
  holds: (members) => !members.some((member) => pattern.matches(member)),
  explain(members) {
    const wrong = members.filter((member) => pattern.matches(member));
    const leaves = wrong.map((member) => ({
      path: nameOf(member),
      expected: 'does not match',
      actual: 'matches',
      position: pattern.position,
    }));
    return { leaves, expected: {}, actual: byName(wrong, (member) => pattern.cut(member)), members: wrong };
  },
});

const counted = (members: readonly KubeObject[], where: Pattern | undefined): number =>
  where === undefined
    ? members.length
    : members.reduce((sum, member) => (where.matches(member) ? sum + 1 : sum), 0);

/** A number of members, against a pattern of numbers. */
const count = (key: string, wanted: Pattern, where: Pattern | undefined): Quantifier => ({
  key,
  holds: (members) => wanted.matches(counted(members, where)),
  explain(members) {
    const found = counted(members, where);
    const shown = where === undefined ? members : members.filter((member) => where.matches(member));
    const names = shown.slice(0, 10).map(nameOf).join(', ') + (shown.length > 10 ? ', …' : '');
    const leaf = {
      path: key,
      expected: wanted.words,
      actual: String(found),
      position: wanted.position,
      ...(names === '' ? {} : { hint: `these are ${names}` }),
    };
    const others = where === undefined ? [] : members.filter((member) => !where.matches(member));
    const nearest = where === undefined ? undefined : nearestMember(where, others);
    return {
      leaves: [leaf],
      expected: { [key]: wanted.model(found) },
      actual: { [key]: found },
      ...(nearest === undefined ? {} : { nearest }),
    };
  },
});

const ownedBy = (expectation: SelectionExpectation, scope: CompileScope): Quantifier | undefined => {
  if (expectation.ownedBy === undefined) return undefined;
  const owner = fillReference(expectation.ownedBy, scope);
  return {
    key: 'ownedBy',
    holds: (members, view) => members.length > 0 && members.every((member) => hasOwner(view, member, owner)),
    explain(members, view) {
      const wrong = members.filter((member) => !hasOwner(view, member, owner));
      const leaves = wrong.map((member) => ({
        path: `${nameOf(member)}: ownedBy`,
        expected: ownerText(owner),
        actual: ownersText(member),
        position: owner.position,
      }));
      if (members.length === 0) {
        leaves.push({ path: 'count', expected: 'at least 1', actual: '0', position: owner.position });
        return { leaves, expected: { count: 'at least 1' }, actual: { count: 0 } };
      }
      return {
        leaves,
        expected: byName(wrong, () => ownerText(owner)),
        actual: byName(wrong, ownersText),
        members: wrong,
      };
    },
  };
};

/** The words of a bare number with a sign: "at least 2". */
const bounded = (
  expectation: SelectionExpectation,
  key: 'exactly' | 'atLeast' | 'atMost',
  where: Pattern | undefined,
): Quantifier | undefined => {
  const wanted = expectation[key];
  if (wanted === undefined) return undefined;
  const accepts = {
    exactly: (found: number) => found === wanted,
    atLeast: (found: number) => found >= wanted,
    atMost: (found: number) => found <= wanted,
  }[key];
  const words = { exactly: `exactly ${wanted}`, atLeast: `at least ${wanted}`, atMost: `at most ${wanted}` }[
    key
  ];
  const { position } = expectation;
  const pattern: Pattern = {
    words,
    position,
    matches: (found) => typeof found === 'number' && accepts(found),
    explain: () => undefined,
    cut: (found) => found,
    model: (found) => (typeof found === 'number' && accepts(found) ? found : words),
  };
  return count(key, pattern, where);
};

/** All the quantifiers of a selection: every one must hold. */
export const compileQuantifiers = (
  expectation: SelectionExpectation,
  scope: CompileScope,
): readonly Quantifier[] => {
  const pattern = (node: SelectionExpectation['match']): Pattern | undefined =>
    node === undefined ? undefined : rememberMatches(compileObserved(node, scope));
  const [match, anyOf, noneOf, number, where] = [
    expectation.match,
    expectation.any,
    expectation.none,
    expectation.count,
    expectation.where,
  ].map(pattern);
  return [
    match === undefined ? undefined : all(match),
    anyOf === undefined ? undefined : any(anyOf),
    noneOf === undefined ? undefined : none(noneOf),
    number === undefined ? undefined : count('count', number, undefined),
    bounded(expectation, 'exactly', where),
    bounded(expectation, 'atLeast', where),
    bounded(expectation, 'atMost', where),
    spreadQuantifier(expectation, scope),
    orderQuantifier(expectation, scope),
    ownedBy(expectation, scope),
  ].filter((quantifier) => quantifier !== undefined);
};
