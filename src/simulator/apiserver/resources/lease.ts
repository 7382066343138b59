/** leases.coordination.k8s.io: who lives, who leads. */
import { defineResource } from '../resource-definition.ts';

export const lease = defineResource({
  group: 'coordination.k8s.io',
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  namespaced: true,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
  createsOnUpdate: true,
});
