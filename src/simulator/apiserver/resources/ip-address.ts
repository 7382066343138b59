/** ipaddresses.networking.k8s.io: addresses of services, one by one. */
import { defineResource } from '../resource-definition.ts';

export const ipAddress = defineResource({
  group: 'networking.k8s.io',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  singular: 'ipaddress',
  shortNames: ['ip'],
  namespaced: false,
  versions: [{ version: 'v1', since: 33 }],
});
