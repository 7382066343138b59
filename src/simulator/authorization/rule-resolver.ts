/** Which rules apply to a user: those of the roles that bindings grant to it or to its groups. */
import type {
  BindingObject,
  KubeObject,
  PolicyRule,
  RoleObject,
  RoleRef,
  RoleSubject,
} from '../../kube/index.ts';
import { accountUsername, type Identity } from '../authentication/index.ts';

/** Where roles and bindings are kept. */
export interface PolicySource {
  get(resource: string, namespace: string, name: string): KubeObject | undefined;
  list(resource: string, namespace: string | undefined): readonly KubeObject[];
}

/** What is met on the way through the rules: a rule and the binding that grants it, or a role that is not there. */
export type RuleVisit =
  | { rule: PolicyRule; binding: BindingObject; subject: RoleSubject; missing?: undefined }
  | { missing: RoleRef };

const appliesTo = (
  { username, groups }: Identity,
  subject: RoleSubject,
  bindingNamespace: string,
): boolean => {
  if (subject.kind === 'User') return username === subject.name;
  if (subject.kind === 'Group') return groups.includes(subject.name);
  const namespace = (subject.namespace ?? '') === '' ? bindingNamespace : subject.namespace!;
  return (
    subject.kind === 'ServiceAccount' &&
    namespace !== '' &&
    username === accountUsername(namespace, subject.name)
  );
};

/** The rules of a role; undefined when it is not there. @source k8s 1.20 pkg/registry/rbac/validation/rule.go GetRoleReferenceRules */
export const rulesOfRole = (
  source: PolicySource,
  { kind, name }: RoleRef,
  namespace: string,
): readonly PolicyRule[] | undefined => {
  const role =
    kind === 'Role'
      ? source.get('roles.rbac.authorization.k8s.io', namespace, name)
      : source.get('clusterroles.rbac.authorization.k8s.io', '', name);
  return role === undefined ? undefined : ((role as RoleObject).rules ?? []);
};

const visitBinding = function* (
  source: PolicySource,
  identity: Identity,
  binding: BindingObject,
  namespace: string,
): Generator<RuleVisit> {
  const subject = binding.subjects?.find((one) => appliesTo(identity, one, namespace));
  if (subject === undefined) return;
  const rules = rulesOfRole(source, binding.roleRef, namespace);
  if (rules === undefined) yield { missing: binding.roleRef };
  else for (const rule of rules) yield { rule, binding, subject };
};

/**
 * Every rule that applies, those of the whole cluster first. `namespace`: '' for these alone.
 * @source k8s 1.20 pkg/registry/rbac/validation/rule.go VisitRulesFor (upstream in the order of Go's maps; here by name)
 */
export const visitRules = function* (
  source: PolicySource,
  identity: Identity,
  namespace: string,
): Generator<RuleVisit> {
  for (const binding of source.list('clusterrolebindings.rbac.authorization.k8s.io', ''))
    yield* visitBinding(source, identity, binding as BindingObject, '');
  if (namespace === '') return;
  for (const binding of source.list('rolebindings.rbac.authorization.k8s.io', namespace))
    yield* visitBinding(source, identity, binding as BindingObject, namespace);
};
