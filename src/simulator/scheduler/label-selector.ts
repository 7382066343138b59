/** The names by which the scheduler's parts use kube's label matchers. */
import { labelMatcher, type LabelMatcher, type LabelSelector } from '../../kube/index.ts';

export type { LabelMatcher };
export type Labels = Readonly<Record<string, string>>;

export const matcherOfSelector: (selector: LabelSelector | undefined) => LabelMatcher = labelMatcher;

/** A text that is the same only for matchers that match the same (an absent selector's own text is empty too). */
export const matcherKey = ({ isEmpty, text }: LabelMatcher): string =>
  text === '' && !isEmpty ? 'nothing' : text;
