/** Label selectors, from text or from LabelSelector objects, as matchers that are quick to ask. */
import { compileLabelRequirement, formatLabelRequirement, newLabelRequirement } from './label-requirement.ts';
import type { LabelOperator, LabelRequirement, Labels } from './label-requirement.ts';
import { parseLabelRequirements } from './label-selector-parser.ts';
import type { LabelSelector } from './objects/index.ts';
import { goQuote } from './go-format.ts';
import { ValueError } from './value-error.ts';

export type { LabelOperator, LabelRequirement, Labels } from './label-requirement.ts';

export interface LabelMatcher {
  /** Sorted by key. */
  readonly requirements: readonly LabelRequirement[];
  /** True when it asks for nothing, and so matches everything. */
  readonly isEmpty: boolean;
  /** The canonical text. */
  readonly text: string;
  /** Absent labels are no labels. */
  matches(labels: Labels | undefined): boolean;
}

const noLabels: Labels = {};

const compile = (requirements: readonly LabelRequirement[]): LabelMatcher['matches'] => {
  const tests = requirements.map(compileLabelRequirement);
  const [only] = tests;
  if (only === undefined) return () => true;
  if (tests.length === 1) return (labels = noLabels) => only(labels);
  return (labels = noLabels) => {
    for (const test of tests) if (!test(labels)) return false;
    return true;
  };
};

const matcherOf = (unsorted: readonly LabelRequirement[]): LabelMatcher => {
  const requirements = [...unsorted].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  let text: string | undefined;
  return {
    requirements,
    isEmpty: requirements.length === 0,
    get text() {
      return (text ??= requirements.map(formatLabelRequirement).join(','));
    },
    matches: compile(requirements),
  };
};

/** Matches all objects. */
export const everything: LabelMatcher = matcherOf([]);

/** Matches no object: what an absent LabelSelector means. */
export const nothing: LabelMatcher = { requirements: [], isEmpty: false, text: '', matches: () => false };

/**
 * Reads a selector's text ("app=web,tier in (front,back),!legacy").
 * @throws ValueError with upstream's text
 * @source k8s 1.20 apimachinery/pkg/labels/selector.go Parse
 */
export const parseLabelSelector = (text: string): LabelMatcher => matcherOf(parseLabelRequirements(text));

const objectOperators: Readonly<Record<string, LabelOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
};

const buildMatcher = (selector: LabelSelector): LabelMatcher => {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const requirements = Object.keys(matchLabels)
    .sort()
    .map((key) => newLabelRequirement(key, '=', [matchLabels[key]!]));
  for (const { key, operator, values = [] } of matchExpressions) {
    const known = objectOperators[operator];
    if (known === undefined)
      throw new ValueError(`${goQuote(operator)} is not a valid pod selector operator`);
    requirements.push(newLabelRequirement(key, known, values));
  }
  return requirements.length === 0 ? everything : matcherOf(requirements);
};

const matcherBySelector = new WeakMap<LabelSelector, LabelMatcher>();

/**
 * The matcher of a LabelSelector object. An absent one matches nothing, an empty one everything. Remembered by
 * identity: do not change a selector after asking.
 * @throws ValueError with upstream's text
 * @source k8s 1.20 apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector
 */
export const labelMatcher = (selector: LabelSelector | null | undefined): LabelMatcher => {
  if (selector === undefined || selector === null) return nothing;
  const known = matcherBySelector.get(selector);
  if (known !== undefined) return known;
  const matcher = buildMatcher(selector);
  matcherBySelector.set(selector, matcher);
  return matcher;
};

/**
 * True when `labels` has every pair of `wanted` (spec.selector of Service and ReplicationController, nodeSelector).
 * An empty `wanted` matches everything. @source k8s 1.20 apimachinery/pkg/labels/labels.go SelectorFromSet
 */
export const matchesLabelSet = (wanted: Labels | undefined, labels: Labels = noLabels): boolean => {
  for (const key in wanted) if (labels[key] !== wanted[key]) return false;
  return true;
};

/** Pairs as a selector's text: "a=1,b=2". @source k8s 1.20 apimachinery/pkg/labels/labels.go Set.String */
export const formatLabelSet = (labels: Labels | undefined): string =>
  Object.keys(labels ?? noLabels)
    .sort()
    .map((key) => `${key}=${labels?.[key] ?? ''}`)
    .join(',');

/**
 * A LabelSelector as text; "<none>" when it asks for nothing, "<error>" when it is invalid.
 * @source k8s 1.20 apimachinery/pkg/apis/meta/v1/helpers.go FormatLabelSelector
 */
export const formatLabelSelector = (selector: LabelSelector | null | undefined): string => {
  try {
    return labelMatcher(selector).text || '<none>';
  } catch (error) {
    if (error instanceof ValueError) return '<error>';
    throw error;
  }
};
