/** clusterroles.rbac.authorization.k8s.io: who may do what. */
import { defineResource } from '../resource-definition.ts';

export const clusterRole = defineResource({
  group: 'rbac.authorization.k8s.io',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  singular: 'clusterrole',
  namespaced: false,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
});
