/** prioritylevelconfigurations.flowcontrol.apiserver.k8s.io: how many requests of a level are served at once. */
import { defineResource } from '../resource-definition.ts';
import { flowControlVersions, priorityLevels, sharesRenamed } from '../computed/flow-control.ts';

export const priorityLevelConfiguration = defineResource({
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'PriorityLevelConfiguration',
  plural: 'prioritylevelconfigurations',
  singular: 'prioritylevelconfiguration',
  namespaced: false,
  versions: flowControlVersions(sharesRenamed),
  subresources: ['status'],
  computed: priorityLevels,
});
