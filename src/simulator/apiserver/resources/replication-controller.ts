/** replicationcontrollers: the elder of replicasets. */
import { defineResource } from '../resource-definition.ts';

export const replicationController = defineResource({
  group: '',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  singular: 'replicationcontroller',
  shortNames: ['rc'],
  categories: ['all'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  subresources: ['scale', 'status'],
  orphansByDefault: true,
});
