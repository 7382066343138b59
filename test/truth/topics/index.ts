/** The topics we can run, a line each. A table without a line here fails whole. */
import { nodeAffinityMatch } from './node-affinity-match.ts';
import { tolerations } from './tolerations.ts';
import { quantity } from './quantity.ts';
import { quantityArithmetic } from './quantity-arithmetic.ts';
import { podTemplateHashTopic } from './pod-template-hash.ts';
import type { Topic } from '../topic.ts';
import { backOff } from './back-off.ts';
import { podPhaseConditions } from './pod-phase-conditions.ts';

export const topics: readonly Topic[] = [
  backOff,
  podPhaseConditions,
  nodeAffinityMatch,
  tolerations,
  podTemplateHashTopic,
  quantity,
  quantityArithmetic,
];
