/** volumeattachments.storage.k8s.io: volumes attached to nodes. */
import { defineResource } from '../resource-definition.ts';

export const volumeAttachment = defineResource({
  group: 'storage.k8s.io',
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  singular: 'volumeattachment',
  namespaced: false,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22, subresources: [] }],
  subresources: ['status'],
});
