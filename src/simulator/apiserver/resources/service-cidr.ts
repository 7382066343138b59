/** servicecidrs.networking.k8s.io: ranges of addresses for services. */
import { defineResource } from '../resource-definition.ts';

export const serviceCidr = defineResource({
  group: 'networking.k8s.io',
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  singular: 'servicecidr',
  namespaced: false,
  versions: [{ version: 'v1', since: 33 }],
  subresources: ['status'],
});
