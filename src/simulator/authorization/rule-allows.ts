/** Whether one rule allows one request. */
import type { PolicyRule } from '../../kube/index.ts';
import { isResource, type Attributes } from './attributes.ts';

const has = (words: readonly string[] | undefined, word: string): boolean =>
  words !== undefined && (words.includes('*') || words.includes(word));

const allowsUrl = (rule: string, path: string): boolean =>
  rule === '*' || rule === path || (rule.endsWith('*') && path.startsWith(rule.replace(/\*+$/, '')));

/** @source k8s 1.20 plugin/pkg/auth/authorizer/rbac/rbac.go RuleAllows, pkg/apis/rbac/v1/evaluation_helpers.go */
export const ruleAllows = (rule: PolicyRule, attributes: Attributes): boolean => {
  if (!has(rule.verbs, attributes.verb)) return false;
  if (!isResource(attributes)) {
    const { path } = attributes;
    return rule.nonResourceURLs?.some((url) => allowsUrl(url, path)) === true;
  }
  const { group, resource, subresource, name } = attributes;
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  const { resourceNames = [] } = rule;
  return (
    has(rule.apiGroups, group) &&
    (has(rule.resources, combined) ||
      (subresource !== '' && rule.resources?.includes(`*/${subresource}`) === true)) &&
    (resourceNames.length === 0 || resourceNames.includes(name))
  );
};
