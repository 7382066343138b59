/** resourceslices.resource.k8s.io: devices that nodes have. Stored, not scheduled by. */
import { defineResource } from '../resource-definition.ts';

export const resourceSlice = defineResource({
  group: 'resource.k8s.io',
  kind: 'ResourceSlice',
  plural: 'resourceslices',
  singular: 'resourceslice',
  namespaced: false,
  versions: [{ version: 'v1', since: 34 }],
});
