/** Label selectors made ready for matching many times: a predicate over labels, and a text that names it. */
import type { LabelSelector } from '../../kube/index.ts';

export type Labels = Readonly<Record<string, string>>;

export interface LabelMatcher {
  /** The same for equal selectors, so that counts can be kept by it. */
  text: string;
  /** A selector without requirements: it matches everything. */
  isEmpty: boolean;
  matches(labels: Labels): boolean;
}

interface Requirement {
  key: string;
  operator: string;
  values?: readonly string[] | undefined;
}

const holds = ({ key, operator, values = [] }: Requirement, labels: Labels): boolean => {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
};

const matcherOf = (
  equal: readonly [string, string][],
  requirements: readonly Requirement[],
): LabelMatcher => ({
  text: JSON.stringify([equal, requirements]),
  isEmpty: equal.length === 0 && requirements.length === 0,
  matches(labels) {
    for (const [key, value] of equal) if (labels[key] !== value) return false;
    for (const requirement of requirements) if (!holds(requirement, labels)) return false;
    return true;
  },
});

const nothing: LabelMatcher = { text: 'nothing', isEmpty: false, matches: () => false };
const cache = new WeakMap<LabelSelector, LabelMatcher>();

/**
 * A label selector's matcher: an absent selector matches nothing, an empty one everything.
 * @source k8s 1.20 apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector
 */
export const matcherOfSelector = (selector: LabelSelector | undefined): LabelMatcher => {
  if (selector === undefined) return nothing;
  let matcher = cache.get(selector);
  if (matcher === undefined) {
    const equal = Object.entries(selector.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    cache.set(selector, (matcher = matcherOf(equal, selector.matchExpressions ?? [])));
  }
  return matcher;
};

/** The matcher of a set of labels that must all be there. */
export const matcherOfSet = (labels: Labels): LabelMatcher =>
  matcherOf(
    Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
    [],
  );

/** Both must match. */
export const bothMatchers = (a: LabelMatcher, b: LabelMatcher): LabelMatcher =>
  a.isEmpty
    ? b
    : b.isEmpty
      ? a
      : {
          text: `${a.text}&${b.text}`,
          isEmpty: false,
          matches: (labels) => a.matches(labels) && b.matches(labels),
        };
