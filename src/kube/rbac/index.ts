/** What of RBAC both the API server and kubectl know. */
export * from './policy-rule.ts';
export { forbiddenRequest, type RefusedRequest } from './forbidden-request.ts';
export { breakDownRule, compactRules, sortRules } from './break-down-rule.ts';
export { missingRuleLines, uncoveredRules } from './covers-rules.ts';
