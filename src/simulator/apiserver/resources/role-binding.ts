/** rolebindings.rbac.authorization.k8s.io: who may do what. */
import { defineResource } from '../resource-definition.ts';

export const roleBinding = defineResource({
  group: 'rbac.authorization.k8s.io',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  singular: 'rolebinding',
  namespaced: true,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
});
