/** deviceclasses.resource.k8s.io: sorts of devices. Stored, not scheduled by. */
import { defineResource } from '../resource-definition.ts';

export const deviceClass = defineResource({
  group: 'resource.k8s.io',
  kind: 'DeviceClass',
  plural: 'deviceclasses',
  singular: 'deviceclass',
  namespaced: false,
  versions: [{ version: 'v1', since: 34 }],
});
