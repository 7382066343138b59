/** Sums, differences and order of quantities. */

import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  subtractQuantities,
} from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const quantityArithmetic = defineTopic({
  name: 'quantity_arithmetic',
  run(input: any) {
    const [a, b] = [parseQuantity(input.a), parseQuantity(input.b)];
    return {
      sum: formatQuantity(addQuantities(a, b)),
      difference: formatQuantity(subtractQuantities(a, b)),
      compare: compareQuantities(a, b),
    };
  },
});
