/** networkpolicies.networking.k8s.io: who may talk to whom. */
import { defineResource } from '../resource-definition.ts';

export const networkPolicy = defineResource({
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  shortNames: ['netpol'],
  namespaced: true,
  versions: [{ version: 'v1' }],
});
