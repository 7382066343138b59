/** endpoints: the addresses behind a service. */
import { defineResource } from '../resource-definition.ts';

export const endpoints = defineResource({
  group: '',
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  shortNames: ['ep'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  createsOnUpdate: true,
});
