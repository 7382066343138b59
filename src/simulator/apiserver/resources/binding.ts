/** bindings: puts a pod on a node; only made, never kept. */
import { defineResource } from '../resource-definition.ts';

export const binding = defineResource({
  group: '',
  kind: 'Binding',
  plural: 'bindings',
  singular: 'binding',
  namespaced: true,
  versions: [{ version: 'v1' }],
  verbs: ['create'],
});
