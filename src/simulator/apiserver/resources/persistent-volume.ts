/** persistentvolumes: storage that is there. */
import { defineResource } from '../resource-definition.ts';

export const persistentVolume = defineResource({
  group: '',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  singular: 'persistentvolume',
  shortNames: ['pv'],
  namespaced: false,
  versions: [{ version: 'v1' }],
  subresources: ['status'],
  answersDeleted: true,
});
