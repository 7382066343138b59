/** deployments.apps: replicasets, one after the other. */
import { defineResource } from '../resource-definition.ts';

export const deployment = defineResource({
  group: 'apps',
  kind: 'Deployment',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  subresources: ['scale', 'status'],
});
