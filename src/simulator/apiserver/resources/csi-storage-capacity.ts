/** csistoragecapacities.storage.k8s.io: how much storage is left where. */
import { defineResource } from '../resource-definition.ts';

export const csiStorageCapacity = defineResource({
  group: 'storage.k8s.io',
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  singular: 'csistoragecapacity',
  namespaced: true,
  versions: [
    { version: 'v1', since: 24 },
    { version: 'v1beta1', since: 21, until: 27 },
  ],
});
