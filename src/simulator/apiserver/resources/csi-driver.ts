/** csidrivers.storage.k8s.io: storage drivers. */
import { defineResource } from '../resource-definition.ts';

export const csiDriver = defineResource({
  group: 'storage.k8s.io',
  kind: 'CSIDriver',
  plural: 'csidrivers',
  singular: 'csidriver',
  namespaced: false,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
});
