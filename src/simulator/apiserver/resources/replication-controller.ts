/** replicationcontrollers: the elder of replicasets. */
import type { ReplicationController } from '../../../kube/index.ts';
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
  fields: (object) => ({
    'status.replicas': String((object as ReplicationController).status?.replicas ?? 0),
  }),
});
