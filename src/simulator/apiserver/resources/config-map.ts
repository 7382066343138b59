/** configmaps: configuration as data. */
import { defineResource } from '../resource-definition.ts';

export const configMap = defineResource({
  group: '',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],
  namespaced: true,
  versions: [{ version: 'v1' }],
});
