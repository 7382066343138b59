/** services: one stable address for many pods. */
import { defineResource } from '../resource-definition.ts';

export const service = defineResource({
  group: '',
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  since: { deletecollection: 23 },
  subresources: ['proxy', 'status'],
});
