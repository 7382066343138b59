/** The topics we can run, a line each. A table without a line here fails whole. */
import { nodeAffinityMatch } from './node-affinity-match.ts';
import { tolerations } from './tolerations.ts';
import { quantity } from './quantity.ts';
import { quantityArithmetic } from './quantity-arithmetic.ts';
import type { Topic } from '../topic.ts';

export const topics: readonly Topic[] = [
  nodeAffinityMatch,
  tolerations,
  quantity,
  quantityArithmetic,
];
