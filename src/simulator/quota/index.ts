/** What resource quotas count, and how. */
export { evaluatorOf, resourcesOfNames } from './evaluators.ts';
export { isInScopes, type Evaluator, type ResourceQuota } from './evaluator.ts';
export {
  addAmounts,
  amountsOf,
  amountsText,
  exceeding,
  excessOf,
  listOf,
  maskAmounts,
  sameAmounts,
  type Amounts,
} from './resource-list.ts';
