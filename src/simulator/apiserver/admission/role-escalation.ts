/** Nobody may grant what it does not hold itself, unless it may "escalate" roles or "bind" the role. */
import {
  deepEqual,
  forbidden,
  goQuote,
  missingRuleLines,
  notFound,
  rbacGroup,
  uncoveredRules,
  type BindingObject,
  type KubeObject,
  type PolicyRule,
  type RoleObject,
  type Status,
} from '../../../kube/index.ts';
import { wellKnown, type Identity } from '../../authentication/index.ts';
import { joinedTexts } from '../../authorization/index.ts';
import { failed, type ServerCore } from '../server-core.ts';
import { defineAdmission, type AdmissionRequest } from './admission-plugin.ts';

const everything: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** What is missing, as a text; undefined when nothing is. @source k8s 1.20 pkg/registry/rbac/validation/rule.go ConfirmNoEscalation */
const missingText = (
  core: ServerCore,
  identity: Identity,
  namespace: string,
  wanted: readonly PolicyRule[],
): string | undefined => {
  const held = core.authorizer.rulesFor(identity, namespace);
  const missing = uncoveredRules(held.rules, wanted);
  if (missing.length === 0) return undefined;
  const groups = identity.groups.map(goQuote).join(' ');
  const unresolved = held.missing.map(
    ({ kind, name }) => `${kind.toLowerCase()}s.${rbacGroup} ${goQuote(name)} not found`,
  );
  const why = `user ${goQuote(identity.username)} (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${missingRuleLines(missing).join('\n')}`;
  return unresolved.length === 0 ? why : `${why}; resolution errors: [${joinedTexts(unresolved)}]`;
};

const unowned = { ownerReferences: [], finalizers: [], resourceVersion: '', managedFields: [] };

const withoutOwnership = (object: KubeObject): unknown => ({
  ...object,
  metadata: { ...object.metadata, ...unowned },
});

/** @source k8s 1.20 pkg/registry/rbac/helpers.go IsOnlyMutatingGCFields */
const changesOwnershipOnly = ({ object, old }: AdmissionRequest): boolean =>
  old !== undefined && deepEqual(withoutOwnership(object), withoutOwnership(old));

const gathers = (object: KubeObject | undefined): boolean =>
  ((object as RoleObject | undefined)?.aggregationRule?.clusterRoleSelectors ?? []).length > 0;

/** @source k8s 1.20 pkg/registry/rbac/role/policybased/storage.go, clusterrole/policybased/storage.go */
const checkRole = (core: ServerCore, identity: Identity, request: AdmissionRequest): Status | undefined => {
  const { resource, namespace, object, old } = request;
  const { group, plural } = resource.definition;
  const name = old === undefined ? '' : object.metadata.name;
  const asked = { group, version: '*', resource: plural, subresource: '', namespace, name };
  if (core.authorizer.authorize(identity, { ...asked, verb: 'escalate' }).isAllowed) return undefined;
  const refuse = (why: string): Status => forbidden(resource.groupResource, object.metadata.name, why);
  const missing = missingText(core, identity, namespace, (object as RoleObject).rules ?? []);
  if (missing !== undefined) return refuse(missing);
  if (!gathers(object) && !gathers(old)) return undefined;
  return missingText(core, identity, namespace, everything) === undefined
    ? undefined
    : refuse('must have cluster-admin privileges to use the aggregationRule');
};

/** @source k8s 1.20 pkg/registry/rbac/rolebinding/policybased/storage.go */
const checkBinding = (
  core: ServerCore,
  identity: Identity,
  { resource, namespace, object }: AdmissionRequest,
): Status | undefined => {
  const { roleRef } = object as BindingObject;
  const plural = roleRef.kind === 'Role' ? 'roles' : 'clusterroles';
  const asked = { group: roleRef.apiGroup, version: '*', resource: plural, subresource: '' };
  const bind = { ...asked, verb: 'bind', namespace, name: roleRef.name };
  if (core.authorizer.authorize(identity, bind).isAllowed) return undefined;
  const rules = core.authorizer.rulesOfRole(roleRef, namespace);
  if (rules === undefined) return notFound({ group: rbacGroup, resource: plural }, roleRef.name);
  const missing = missingText(core, identity, namespace, rules);
  return missing === undefined ? undefined : forbidden(resource.groupResource, object.metadata.name, missing);
};

const roles = [`roles.${rbacGroup}`, `clusterroles.${rbacGroup}`];
const bindings = [`rolebindings.${rbacGroup}`, `clusterrolebindings.${rbacGroup}`];

/** Upstream does this in the resources' storage, behind all plugins that change objects. */
export const roleEscalation = defineAdmission({
  name: 'RoleEscalation',
  resources: [...roles, ...bindings],
  operations: ['CREATE', 'UPDATE'],
  admit(request, core) {
    const { identity } = request.by;
    if (identity === undefined || identity.groups.includes(wellKnown.masters)) return undefined;
    if (changesOwnershipOnly(request)) return undefined;
    const check = roles.includes(request.resource.name) ? checkRole : checkBinding;
    const refusal = check(core, identity, request);
    return refusal === undefined ? undefined : failed(refusal);
  },
});
