/** Numbers and percentages of a total. */

import { ValueError, scaledIntOrPercent } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const intOrPercent = defineTopic({
  name: 'int_or_percent',
  run({ value, total, roundUp }: any) {
    try {
      return { result: scaledIntOrPercent(value, total, roundUp) };
    } catch (error) {
      if (error instanceof ValueError) return { error: error.message };
      throw error;
    }
  },
});
