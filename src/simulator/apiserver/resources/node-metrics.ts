/** nodes.metrics.k8s.io: what nodes use. */
import { defineResource } from '../resource-definition.ts';

export const nodeMetrics = defineResource({
  group: 'metrics.k8s.io',
  kind: 'NodeMetrics',
  plural: 'nodes',
  singular: 'nodemetrics',
  namespaced: false,
  versions: [{ version: 'v1beta1' }],
  verbs: ['get', 'list'],
  isAggregated: true,
});
