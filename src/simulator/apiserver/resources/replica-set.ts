/** replicasets.apps: so many pods of one template. */
import { defineResource } from '../resource-definition.ts';

export const replicaSet = defineResource({
  group: 'apps',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  shortNames: ['rs'],
  categories: ['all'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  subresources: ['scale', 'status'],
});
