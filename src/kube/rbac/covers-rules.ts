/** Whether somebody who holds some rules holds others too. */
import { goQuote } from '../go-format.ts';
import { breakDownRule, compactRules } from './break-down-rule.ts';
import type { PolicyRule } from './policy-rule.ts';

const none: readonly string[] = [];

const hasAll = (set: readonly string[], words: readonly string[]): boolean =>
  set.includes('*') || words.every((word) => set.includes(word));

const coversResource = (set: readonly string[], resource: string): boolean => {
  if (set.includes('*') || set.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && set.includes(`*/${resource.slice(slash + 1)}`);
};

const coversUrl = (owned: string, url: string): boolean =>
  owned === url || (owned.endsWith('*') && url.startsWith(owned.replace(/\*+$/, '')));

/** `atom`: of one verb, one resource, at most one name. @source k8s 1.20 component-helpers/auth/rbac/validation/policy_comparator.go ruleCovers */
const ruleCovers = (owned: PolicyRule, atom: PolicyRule): boolean => {
  const names = atom.resourceNames ?? none;
  const ownNames = owned.resourceNames ?? none;
  return (
    hasAll(owned.verbs, atom.verbs) &&
    hasAll(owned.apiGroups ?? none, atom.apiGroups ?? none) &&
    (atom.resources ?? none).every((resource) => coversResource(owned.resources ?? none, resource)) &&
    (ownNames.length === 0 || (names.length > 0 && names.every((name) => ownNames.includes(name)))) &&
    (atom.nonResourceURLs ?? none).every((url) =>
      (owned.nonResourceURLs ?? none).some((own) => coversUrl(own, url)),
    )
  );
};

/** What of `wanted` is not covered by `owned`, one verb of one resource each. @source k8s 1.20 component-helpers/auth/rbac/validation/policy_comparator.go Covers */
export const uncoveredRules = (owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] =>
  wanted.flatMap(breakDownRule).filter((atom) => !owned.some((rule) => ruleCovers(rule, atom)));

/** {APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}. @source k8s 1.20 pkg/apis/rbac/v1/evaluation_helpers.go CompactString */
const ruleText = (rule: PolicyRule): string => {
  const parts: readonly [string, readonly string[] | undefined][] = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ];
  const texts = parts.flatMap(([name, words = none]) =>
    words.length === 0 ? [] : [`${name}:[${words.map(goQuote).join(' ')}]`],
  );
  return `{${texts.join(', ')}}`;
};

/** The lines that name rules which are missing, in order. @source k8s 1.20 pkg/registry/rbac/validation/rule.go ConfirmNoEscalation */
export const missingRuleLines = (missing: readonly PolicyRule[]): string[] => [
  ...new Set(compactRules(missing).map(ruleText).sort()),
];
