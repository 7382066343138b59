/** roles.rbac.authorization.k8s.io: who may do what. */
import { defineResource } from '../resource-definition.ts';

export const role = defineResource({
  group: 'rbac.authorization.k8s.io',
  kind: 'Role',
  plural: 'roles',
  singular: 'role',
  namespaced: true,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
});
