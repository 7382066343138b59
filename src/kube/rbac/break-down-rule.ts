/** Rules taken apart, one verb of one resource each, and put together again. */
import type { PolicyRule } from './policy-rule.ts';

const none: readonly never[] = [];

/** @source k8s 1.20 component-helpers/auth/rbac/validation/policy_comparator.go BreakdownRule */
export const breakDownRule = (rule: PolicyRule): PolicyRule[] => {
  const { apiGroups = none, resources = none, resourceNames = none, nonResourceURLs = none } = rule;
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      rule.verbs.flatMap((verb): PolicyRule[] => {
        const atom = { verbs: [verb], apiGroups: [group], resources: [resource] };
        return resourceNames.length === 0
          ? [atom]
          : resourceNames.map((name) => ({ ...atom, resourceNames: [name] }));
      }),
    ),
  );
  const ofUrls = nonResourceURLs.flatMap((url) =>
    rule.verbs.map((verb): PolicyRule => ({ verbs: [verb], nonResourceURLs: [url] })),
  );
  return [...ofResources, ...ofUrls];
};

/** One resource of one group, at most one name, no URL. */
const isSimple = ({
  apiGroups,
  resources,
  resourceNames = none,
  nonResourceURLs = none,
}: PolicyRule): boolean =>
  apiGroups?.length === 1 &&
  resources?.length === 1 &&
  resourceNames.length <= 1 &&
  nonResourceURLs.length === 0;

/**
 * Verbs of the same resource together.
 * @source k8s 1.20 pkg/registry/rbac/validation/policy_compact.go CompactRules (upstream in Go's map order; here as they came)
 */
export const compactRules = (rules: readonly PolicyRule[]): PolicyRule[] => {
  const simple = new Map<string, PolicyRule>();
  const others: PolicyRule[] = [];
  for (const rule of rules) {
    if (!isSimple(rule)) {
      others.push(rule);
      continue;
    }
    const key = [rule.apiGroups![0], rule.resources![0], rule.resourceNames?.[0]].join('\0');
    const known = simple.get(key);
    simple.set(key, known === undefined ? rule : { ...known, verbs: [...known.verbs, ...rule.verbs] });
  }
  return [...others, ...simple.values()];
};

const list = (words: readonly string[] = none): string => `[${words.join(' ')}]`;

/** In the order in which kubectl prints them. @source k8s 1.20 kubectl/pkg/util/rbac/rbac.go SortableRuleSlice */
export const sortRules = (rules: readonly PolicyRule[]): PolicyRule[] => {
  const order = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string =>
    [verbs, apiGroups, resources, resourceNames, nonResourceURLs].map(list).join(',');
  return [...rules].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
};
