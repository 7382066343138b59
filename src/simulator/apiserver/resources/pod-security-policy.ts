/** podsecuritypolicies.policy: what pods may ask for (gone). */
import { defineResource } from '../resource-definition.ts';

export const podSecurityPolicy = defineResource({
  group: 'policy',
  kind: 'PodSecurityPolicy',
  plural: 'podsecuritypolicies',
  singular: 'podsecuritypolicy',
  shortNames: ['psp'],
  namespaced: false,
  versions: [{ version: 'v1beta1', until: 25 }],
});
