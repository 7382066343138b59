/** Field selectors, and which fields each kind supports. */

import { ValueError, convertFieldLabel, parseFieldSelector } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const fieldSelector = defineTopic({
  name: 'field_selector',
  run({ selector, fieldSets, apiVersion, kind, field }: any) {
    try {
      if (kind !== undefined) return { label: convertFieldLabel(apiVersion, kind, field), value: 'v' };
      const matcher = parseFieldSelector(selector);
      return { canonical: matcher.text, matches: fieldSets.map((fields: any) => matcher.matches(fields)) };
    } catch (error) {
      if (error instanceof ValueError) return { error: error.message };
      throw error;
    }
  },
});
