/** endpointslices.discovery.k8s.io: endpoints in slices. */
import { defineResource } from '../resource-definition.ts';

export const endpointSlice = defineResource({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  singular: 'endpointslice',
  namespaced: true,
  versions: [
    { version: 'v1', since: 21 },
    { version: 'v1beta1', until: 25 },
  ],
});
