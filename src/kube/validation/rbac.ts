/** Role, ClusterRole and their bindings. */
import type { KubeObject, LabelSelector } from '../objects/index.ts';
import { goQuote } from '../go-format.ts';
import { deepEqual } from '../json-value.ts';
import { dns1123SubdomainErrors, pathSegmentNameErrors } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { GoSyntax, invalid, notSupported, required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { stringList } from './go-syntax.ts';
import { checkLabelSelector } from './labels.ts';
import { checkName } from './name-check.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { defineValidator } from './validator.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

interface PolicyRule {
  verbs?: string[] | null;
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}
type Role = KubeObject & {
  rules?: PolicyRule[] | null;
  aggregationRule?: { clusterRoleSelectors?: LabelSelector[] };
};
interface Subject {
  kind: string;
  apiGroup?: string;
  name: string;
  namespace?: string;
}
interface RoleRef {
  apiGroup: string;
  kind: string;
  name: string;
}
type Binding = KubeObject & { subjects?: Subject[]; roleRef: RoleRef };

const isNamespaced = ({ kind }: KubeObject): boolean => !kind.startsWith('Cluster');

/** @source k8s 1.20 pkg/apis/rbac/validation/validation.go ValidatePolicyRule */
const checkRule = (errors: FieldError[], path: FieldPath, rule: PolicyRule, namespaced: boolean): void => {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  if ((rule.verbs?.length ?? 0) === 0)
    errors.push(required(path.child('verbs'), 'verbs must contain at least one value'));
  if (nonResourceURLs.length > 0) {
    const at = path.child('nonResourceURLs');
    const printed = stringList(nonResourceURLs);
    if (namespaced) errors.push(invalid(at, printed, 'namespaced rules cannot apply to non-resource URLs'));
    if (apiGroups.length + resources.length + resourceNames.length > 0) {
      errors.push(invalid(at, printed, 'rules cannot apply to both regular resources and non-resource URLs'));
    }
    return;
  }
  if (apiGroups.length === 0)
    errors.push(required(path.child('apiGroups'), 'resource rules must supply at least one api group'));
  if (resources.length === 0)
    errors.push(required(path.child('resources'), 'resource rules must supply at least one resource'));
};

const metaRulesOf = (object: KubeObject): { namespaced: boolean; name: typeof pathSegmentNameErrors } => ({
  namespaced: isNamespaced(object),
  name: pathSegmentNameErrors,
});

const checkRole = (errors: FieldError[], object: Role, version: KubernetesVersion): void => {
  checkObjectMeta(errors, object.metadata, metaRulesOf(object), version);
  object.rules?.forEach((rule, index) => {
    checkRule(errors, FieldPath.of('rules').index(index), rule, isNamespaced(object));
  });
  if (object.aggregationRule === undefined) return;
  const { clusterRoleSelectors = [] } = object.aggregationRule;
  const at = FieldPath.of('aggregationRule').child('clusterRoleSelectors');
  const why = 'at least one clusterRoleSelector required if aggregationRule is non-nil';
  if (clusterRoleSelectors.length === 0) errors.push(required(at, why));
  clusterRoleSelectors.forEach((selector, index) => {
    checkLabelSelector(errors, at.index(index), selector, version);
  });
};

export const role = defineValidator<Role>({
  kinds: [`Role.${rbacGroup}`, `ClusterRole.${rbacGroup}`],
  create: checkRole,
  update: (errors, object, old, version) => {
    checkRole(errors, object, version);
    checkRole(errors, object, version);
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
  },
});

/** @source k8s 1.20 pkg/apis/rbac/validation/validation.go ValidateRoleBindingSubject */
const checkSubject = (
  errors: FieldError[],
  path: FieldPath,
  subject: Subject,
  namespaced: boolean,
  version: KubernetesVersion,
): void => {
  const { kind, apiGroup = '', name, namespace = '' } = subject;
  if (name === '') errors.push(required(path.child('name')));
  if (kind === 'ServiceAccount') {
    if (name !== '') checkName(errors, path.child('name'), name, dns1123SubdomainErrors, version);
    if (apiGroup !== '') errors.push(notSupported(path.child('apiGroup'), apiGroup, ['']));
    if (!namespaced && namespace === '') errors.push(required(path.child('namespace')));
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== rbacGroup) errors.push(notSupported(path.child('apiGroup'), apiGroup, [rbacGroup]));
  } else errors.push(notSupported(path.child('kind'), kind, ['ServiceAccount', 'User', 'Group']));
};

/** @source k8s 1.20 pkg/apis/rbac/validation/validation.go ValidateRoleBinding */
const checkBinding = (errors: FieldError[], object: Binding, version: KubernetesVersion): void => {
  const namespaced = isNamespaced(object);
  checkObjectMeta(errors, object.metadata, metaRulesOf(object), version);
  const { apiGroup, kind, name } = object.roleRef;
  const at = FieldPath.of('roleRef');
  if (apiGroup !== rbacGroup) errors.push(notSupported(at.child('apiGroup'), apiGroup, [rbacGroup]));
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  if (!kinds.includes(kind)) errors.push(notSupported(at.child('kind'), kind, kinds));
  if (name === '') errors.push(required(at.child('name')));
  else for (const text of pathSegmentNameErrors(name)) errors.push(invalid(at.child('name'), name, text));
  object.subjects?.forEach((subject, index) => {
    checkSubject(errors, FieldPath.of('subjects').index(index), subject, namespaced, version);
  });
};

export const roleBinding = defineValidator<Binding>({
  kinds: [`RoleBinding.${rbacGroup}`, `ClusterRoleBinding.${rbacGroup}`],
  create: checkBinding,
  update: (errors, object, old, version) => {
    checkBinding(errors, object, version);
    checkBinding(errors, object, version);
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    if (deepEqual(object.roleRef, old.roleRef)) return;
    const { apiGroup, kind, name } = object.roleRef;
    const printed = `rbac.RoleRef{APIGroup:${goQuote(apiGroup)}, Kind:${goQuote(kind)}, Name:${goQuote(name)}}`;
    errors.push(invalid('roleRef', new GoSyntax(printed), 'cannot change roleRef'));
  },
});
