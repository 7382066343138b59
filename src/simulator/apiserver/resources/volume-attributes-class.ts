/** volumeattributesclasses.storage.k8s.io: sorts of volumes that may be changed later. */
import { defineResource } from '../resource-definition.ts';

export const volumeAttributesClass = defineResource({
  group: 'storage.k8s.io',
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  singular: 'volumeattributesclass',
  shortNames: ['vac'],
  namespaced: false,
  versions: [{ version: 'v1', since: 34 }],
});
