/** poddisruptionbudgets.policy: how many pods may be missed. */
import { defineResource } from '../resource-definition.ts';

export const podDisruptionBudget = defineResource({
  group: 'policy',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  shortNames: ['pdb'],
  namespaced: true,
  versions: [
    { version: 'v1', since: 21 },
    { version: 'v1beta1', until: 25 },
  ],
  subresources: ['status'],
});
