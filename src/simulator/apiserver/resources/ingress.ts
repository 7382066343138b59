/** ingresses.networking.k8s.io: HTTP from outside. */
import { defineResource } from '../resource-definition.ts';

export const ingress = defineResource({
  group: 'networking.k8s.io',
  kind: 'Ingress',
  plural: 'ingresses',
  singular: 'ingress',
  shortNames: ['ing'],
  namespaced: true,
  versions: [
    { version: 'v1', since: 19 },
    { version: 'v1beta1', until: 22 },
    { version: 'v1beta1', group: 'extensions', until: 22 },
  ],
  subresources: ['status'],
});
