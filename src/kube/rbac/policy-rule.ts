/** The objects of rbac.authorization.k8s.io: rules, the roles that hold them, the bindings that grant them. */
import type { KubeObject, LabelSelector } from '../objects/index.ts';

export const rbacGroup = 'rbac.authorization.k8s.io';

export interface PolicyRule {
  verbs: readonly string[];
  apiGroups?: readonly string[];
  resources?: readonly string[];
  resourceNames?: readonly string[];
  nonResourceURLs?: readonly string[];
}

/** A Role or a ClusterRole. */
export interface RoleObject extends KubeObject {
  rules?: readonly PolicyRule[] | null;
  aggregationRule?: { clusterRoleSelectors?: LabelSelector[] };
}

export interface RoleRef {
  apiGroup: string;
  kind: string;
  name: string;
}

export interface RoleSubject {
  kind: string;
  apiGroup?: string;
  name: string;
  namespace?: string;
}

/** A RoleBinding or a ClusterRoleBinding. */
export interface BindingObject extends KubeObject {
  roleRef: RoleRef;
  subjects?: readonly RoleSubject[] | null;
}
