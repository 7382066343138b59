/** Who may do what. */
export { attributesOf, isResource, type Attributes, type ResourceAttributes } from './attributes.ts';
export { createAuthorizer, joinedTexts, type Authorizer, type Decision } from './authorizer.ts';
export { aggregateRules } from './aggregate-rules.ts';
export { installPolicy } from './bootstrap-policy.ts';
export { answerQuestion, findReview, reviews, type ReviewHost } from './reviews.ts';
export type { PolicySource } from './rule-resolver.ts';
