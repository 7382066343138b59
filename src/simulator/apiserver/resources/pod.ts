/** pods: the smallest things that run. */
import { defineResource } from '../resource-definition.ts';

export const pod = defineResource({
  group: '',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  subresources: ['attach', 'binding', 'eviction', 'exec', 'log', 'portforward', 'proxy', 'status'],
  answersDeleted: true,
});
