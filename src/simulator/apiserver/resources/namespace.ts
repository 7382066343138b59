/** namespaces: the rooms that names live in. */
import { defineResource } from '../resource-definition.ts';

export const namespace = defineResource({
  group: '',
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  namespaced: false,
  versions: [{ version: 'v1' }],
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: ['finalize', 'status'],
});
