/** ingressclasses.networking.k8s.io: who serves ingresses. */
import { defineResource } from '../resource-definition.ts';

export const ingressClass = defineResource({
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  singular: 'ingressclass',
  namespaced: false,
  versions: [
    { version: 'v1', since: 19 },
    { version: 'v1beta1', since: 18, until: 22 },
  ],
});
