/** nodes: the machines. */
import { defineResource } from '../resource-definition.ts';

export const node = defineResource({
  group: '',
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  namespaced: false,
  versions: [{ version: 'v1' }],
  subresources: ['proxy', 'status'],
});
