/** Quantities read and printed. */

import {
  ValueError,
  decimalText,
  formatQuantity,
  milliValue,
  parseQuantity,
  signOf,
  wholeValue,
} from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const quantity = defineTopic({
  name: 'quantity',
  run({ text }: any) {
    try {
      const read = parseQuantity(text);
      return {
        canonical: formatQuantity(read),
        json: formatQuantity(read),
        format: read.format,
        value: String(wholeValue(read)),
        milliValue: String(milliValue(read)),
        asDec: decimalText(read),
        sign: signOf(read),
      };
    } catch (error) {
      if (error instanceof ValueError) return { error: error.message };
      throw error;
    }
  },
});
