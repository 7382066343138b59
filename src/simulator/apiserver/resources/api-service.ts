/** apiservices.apiregistration.k8s.io: which server serves which group. */
import { apiServiceList } from '../computed/api-service-list.ts';
import { defineResource } from '../resource-definition.ts';

export const apiService = defineResource({
  group: 'apiregistration.k8s.io',
  kind: 'APIService',
  plural: 'apiservices',
  singular: 'apiservice',
  namespaced: false,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
  categories: ['api-extensions'],
  subresources: ['status'],
  computed: apiServiceList,
});
