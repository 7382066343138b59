/** resourceclaims.resource.k8s.io: devices that a pod asks for. Stored, not scheduled by. */
import { defineResource } from '../resource-definition.ts';

export const resourceClaim = defineResource({
  group: 'resource.k8s.io',
  kind: 'ResourceClaim',
  plural: 'resourceclaims',
  singular: 'resourceclaim',
  namespaced: true,
  versions: [{ version: 'v1', since: 34 }],
  subresources: ['status'],
});
