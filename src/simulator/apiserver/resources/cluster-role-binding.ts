/** clusterrolebindings.rbac.authorization.k8s.io: who may do what. */
import { defineResource } from '../resource-definition.ts';

export const clusterRoleBinding = defineResource({
  group: 'rbac.authorization.k8s.io',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  namespaced: false,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
});
