/** ClusterRoles that gather the rules of other ClusterRoles. */
import { deepEqual, labelMatcher, type PolicyRule, type RoleObject } from '../../kube/index.ts';

/**
 * The rules that a role with an aggregationRule gathers from `all`, which are in the order of their names.
 * @source k8s 1.20 pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go syncClusterRole
 */
export const aggregateRules = (role: RoleObject, all: readonly RoleObject[]): PolicyRule[] => {
  const rules: PolicyRule[] = [];
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const matcher = labelMatcher(selector);
    for (const { metadata, rules: others } of all) {
      if (metadata.name === role.metadata.name || !matcher.matches(metadata.labels)) continue;
      for (const rule of others ?? []) if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
    }
  }
  return rules;
};
