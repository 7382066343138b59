/** priorityclasses.scheduling.k8s.io: which pods go first. */
import { defineResource } from '../resource-definition.ts';

export const priorityClass = defineResource({
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  singular: 'priorityclass',
  shortNames: ['pc'],
  namespaced: false,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
});
