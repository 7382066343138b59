/** storageclasses.storage.k8s.io: kinds of storage. */
import { defineResource } from '../resource-definition.ts';

export const storageClass = defineResource({
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  plural: 'storageclasses',
  singular: 'storageclass',
  shortNames: ['sc'],
  namespaced: false,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
});
