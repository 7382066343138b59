/** csinodes.storage.k8s.io: storage drivers of a node. */
import { defineResource } from '../resource-definition.ts';

export const csiNode = defineResource({
  group: 'storage.k8s.io',
  kind: 'CSINode',
  plural: 'csinodes',
  singular: 'csinode',
  namespaced: false,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
});
