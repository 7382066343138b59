/** Label selectors, from text and from objects. */

import {
  ValueError,
  formatLabelSelector,
  labelMatcher,
  parseLabelSelector,
  type LabelMatcher,
} from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

const described = (read: () => LabelMatcher, describe: (matcher: LabelMatcher) => object) => {
  try {
    return describe(read());
  } catch (error) {
    if (error instanceof ValueError) return { error: error.message };
    throw error;
  }
};

export const labelSelector = defineTopic({
  name: 'label_selector',
  run({ selector, labelSelector: object, labelSets }: any) {
    const basics = (matcher: LabelMatcher) => ({
      canonical: matcher.text,
      matches: labelSets.map((labels: any) => matcher.matches(labels)),
    });
    if (selector === undefined)
      return { ...described(() => labelMatcher(object), basics), formatted: formatLabelSelector(object) };
    return described(
      () => parseLabelSelector(selector),
      (matcher) => ({
        ...basics(matcher),
        empty: matcher.isEmpty,
        requirements: matcher.requirements.length === 0 ? null : matcher.requirements,
      }),
    );
  },
});
