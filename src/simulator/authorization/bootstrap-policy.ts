/** Puts the roles and bindings that a new cluster has into its store. They are made once for a version, and shared. */
import { rbacGroup, type KubeObject, type KubernetesVersion, type RoleObject } from '../../kube/index.ts';
import { newUid } from '../apiserver/identity.ts';
import type { ServerCore } from '../apiserver/server-core.ts';
import { aggregateRules } from './aggregate-rules.ts';
import { kubeadmPolicy } from './kubeadm-policy.ts';
import { policyOfMinor, type PolicyLine } from './policy-line.ts';

interface Template {
  resource: string;
  object: KubeObject & Record<string, unknown>;
}

const resourceOfKind: Readonly<Record<string, string>> = {
  ClusterRole: `clusterroles.${rbacGroup}`,
  ClusterRoleBinding: `clusterrolebindings.${rbacGroup}`,
  Role: `roles.${rbacGroup}`,
  RoleBinding: `rolebindings.${rbacGroup}`,
};

const bootstrapping = 'kubernetes.io/bootstrapping';

const expand = (line: PolicyLine, isDefault: boolean): Template => {
  const { kind, namespace, name, labels, aggregationRule, rules, roleRef, subjects } = line;
  const metadata = {
    ...(isDefault ? { annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' } } : {}),
    ...(isDefault ? { labels: { [bootstrapping]: 'rbac-defaults', ...labels } } : {}),
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
  const object = {
    ...(aggregationRule === undefined ? {} : { aggregationRule }),
    apiVersion: `${rbacGroup}/v1`,
    kind,
    metadata,
    ...(rules === undefined ? {} : { rules }),
    ...(roleRef === undefined
      ? {}
      : { roleRef: { apiGroup: rbacGroup, kind: roleRef[0], name: roleRef[1] } }),
    ...(subjects === undefined
      ? {}
      : {
          subjects: subjects.map(([of, subject, room]) => ({
            ...(of === 'ServiceAccount' ? {} : { apiGroup: rbacGroup }),
            kind: of,
            name: subject,
            ...(room === undefined ? {} : { namespace: room }),
          })),
        }),
  };
  return { resource: resourceOfKind[kind]!, object };
};

/** What gathers rules has gathered them long since: "edit" before "admin", which takes from it. */
const aggregate = (templates: readonly Template[]): void => {
  const isClusterRole = ({ resource }: Template): boolean => resource === resourceOfKind['ClusterRole'];
  const roles = templates.filter(isClusterRole).map(({ object }) => object as RoleObject);
  roles.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  for (const name of ['view', 'edit', 'admin']) {
    const role = roles.find(({ metadata }) => metadata.name === name);
    if (role !== undefined) role.rules = aggregateRules(role, roles);
  }
};

const templatesOfMinor = new Map<number, readonly Template[]>();

const templatesOf = (version: KubernetesVersion): readonly Template[] => {
  let templates = templatesOfMinor.get(version.minor);
  if (templates === undefined) {
    const made = [
      ...policyOfMinor(version.minor).map((line) => expand(line, true)),
      ...kubeadmPolicy(version).map((line) => expand(line, false)),
    ];
    aggregate(made);
    templatesOfMinor.set(version.minor, (templates = made));
  }
  return templates;
};

/** Written before anything else, so under the cluster's first versions. */
const firstResourceVersion = 40;

/** @source k8s 1.20 pkg/registry/rbac/rest/storage_rbac.go ensureRBACPolicy */
export const installPolicy = (core: ServerCore): void => {
  const { host, store } = core;
  const random = host.random('apiserver/policy');
  const creationTimestamp = host.nowTime();
  const timeMs = host.nowMs();
  let version = firstResourceVersion;
  for (const { resource, object } of templatesOf(host.version)) {
    const { namespace = '', name } = object.metadata;
    const resourceVersion = String(version++);
    const stored: KubeObject = {
      ...object,
      metadata: { ...object.metadata, creationTimestamp, resourceVersion, uid: newUid(random) },
    };
    store.put(
      { timeMs, user: 'kube-apiserver', verb: 'create', resource, namespace, name, resourceVersion },
      stored,
    );
  }
};
