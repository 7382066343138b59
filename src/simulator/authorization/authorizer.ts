/** The authorizer: what a user may do, by the roles and bindings that are stored just now. */
import {
  goQuote,
  isAtLeast,
  type KubernetesVersion,
  type PolicyRule,
  type RoleRef,
} from '../../kube/index.ts';
import { wellKnown, type Identity } from '../authentication/index.ts';
import type { Attributes } from './attributes.ts';
import { ruleAllows } from './rule-allows.ts';
import { rulesOfRole, visitRules, type PolicySource, type RuleVisit } from './rule-resolver.ts';

export interface Decision {
  isAllowed: boolean;
  /** Why; '' when there is nothing to say. */
  reason: string;
}

export interface RulesFor {
  rules: readonly PolicyRule[];
  /** Roles that bindings name and that are not there. */
  missing: readonly RoleRef[];
}

export interface Authorizer {
  authorize(identity: Identity, attributes: Attributes): Decision;
  /** All rules that apply in a namespace; of the cluster alone when it is ''. */
  rulesFor(identity: Identity, namespace: string): RulesFor;
  /** Undefined when the role is not there. */
  rulesOfRole(role: RoleRef, namespace: string): readonly PolicyRule[] | undefined;
}

/** @source k8s 1.20 pkg/registry/rbac/validation/rule.go clusterRoleBindingDescriber, roleBindingDescriber */
const describe = ({ binding, subject }: Extract<RuleVisit, { missing?: undefined }>): string => {
  const { namespace = '', name } = binding.metadata;
  const of = namespace === '' ? name : `${name}/${namespace}`;
  const account = `${subject.name}/${(subject.namespace ?? '') === '' ? namespace : subject.namespace!}`;
  const to = subject.kind === 'ServiceAccount' ? account : subject.name;
  const { roleRef } = binding;
  return `${binding.kind} ${goQuote(of)} of ${roleRef.kind} ${goQuote(roleRef.name)} to ${subject.kind} ${goQuote(to)}`;
};

/** As the informers' listers say it: the singular's own. */
const missingText = ({ kind, name }: RoleRef): string =>
  `${kind.toLowerCase()}.rbac.authorization.k8s.io ${goQuote(name)} not found`;

/** Errors as one. @source k8s 1.20 apimachinery/pkg/util/errors/errors.go aggregate.Error */
export const joinedTexts = (texts: readonly string[]): string => {
  const distinct = [...new Set(texts)];
  return distinct.length === 1 ? distinct[0]! : `[${distinct.join(', ')}]`;
};

/** @since k8s 1.26 the group is let through before RBAC is asked */
const privilegedGroupSince = 26;

export const createAuthorizer = (source: PolicySource, version: KubernetesVersion): Authorizer => ({
  /** @source k8s 1.20 plugin/pkg/auth/authorizer/rbac/rbac.go Authorize; @deviates nodes may do all that system:node allows, to any object */
  authorize(identity, attributes) {
    const isMaster = identity.groups.includes(wellKnown.masters);
    if (isMaster && isAtLeast(version, privilegedGroupSince)) return { isAllowed: true, reason: '' };
    if (identity.groups.includes(wellKnown.nodes) && identity.username.startsWith('system:node:')) {
      const rules = rulesOfRole(source, { apiGroup: '', kind: 'ClusterRole', name: 'system:node' }, '');
      if (rules?.some((rule) => ruleAllows(rule, attributes)) === true)
        return { isAllowed: true, reason: '' };
    }
    const namespace = 'namespace' in attributes ? attributes.namespace : '';
    const missing: string[] = [];
    for (const visit of visitRules(source, identity, namespace)) {
      if (visit.missing !== undefined) missing.push(missingText(visit.missing));
      else if (ruleAllows(visit.rule, attributes))
        return { isAllowed: true, reason: `RBAC: allowed by ${describe(visit)}` };
    }
    return { isAllowed: false, reason: missing.length === 0 ? '' : `RBAC: ${joinedTexts(missing)}` };
  },

  rulesFor(identity, namespace) {
    const rules: PolicyRule[] = [];
    const missing: RoleRef[] = [];
    for (const visit of visitRules(source, identity, namespace)) {
      if (visit.missing === undefined) rules.push(visit.rule);
      else missing.push(visit.missing);
    }
    return { rules, missing };
  },

  rulesOfRole: (role, namespace) => rulesOfRole(source, role, namespace),
});
