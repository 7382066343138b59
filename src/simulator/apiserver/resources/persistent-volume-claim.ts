/** persistentvolumeclaims: storage that is asked for. */
import { defineResource } from '../resource-definition.ts';

export const persistentVolumeClaim = defineResource({
  group: '',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  singular: 'persistentvolumeclaim',
  shortNames: ['pvc'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  subresources: ['status'],
  answersDeleted: true,
});
