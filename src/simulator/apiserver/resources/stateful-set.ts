/** statefulsets.apps: pods with names that stay. */
import { defineResource } from '../resource-definition.ts';

export const statefulSet = defineResource({
  group: 'apps',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  singular: 'statefulset',
  shortNames: ['sts'],
  categories: ['all'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  subresources: ['scale', 'status'],
});
