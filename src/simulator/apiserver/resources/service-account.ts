/** serviceaccounts: who a pod is to the API. */
import { defineResource } from '../resource-definition.ts';

export const serviceAccount = defineResource({
  group: '',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  subresources: ['token'],
  answersDeleted: true,
});
