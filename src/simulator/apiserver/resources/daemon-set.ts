/** daemonsets.apps: a pod on every node. */
import { defineResource } from '../resource-definition.ts';

export const daemonSet = defineResource({
  group: 'apps',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  singular: 'daemonset',
  shortNames: ['ds'],
  categories: ['all'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  subresources: ['status'],
});
