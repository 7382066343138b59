/** secrets: configuration not for every eye. */
import { defineResource } from '../resource-definition.ts';

export const secret = defineResource({
  group: '',
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  namespaced: true,
  versions: [{ version: 'v1' }],
});
