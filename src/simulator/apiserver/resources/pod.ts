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
  subresources: [
    'attach',
    'binding',
    'ephemeralcontainers',
    'eviction',
    'exec',
    'log',
    'portforward',
    'proxy',
    'resize',
    'status',
  ],
  since: { ephemeralcontainers: 23, resize: 33 },
  answersDeleted: true,
});
