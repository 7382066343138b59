/** pods.metrics.k8s.io: what pods use. */
import { defineResource } from '../resource-definition.ts';

export const podMetrics = defineResource({
  group: 'metrics.k8s.io',
  kind: 'PodMetrics',
  plural: 'pods',
  singular: 'podmetrics',
  namespaced: true,
  versions: [{ version: 'v1beta1' }],
  verbs: ['get', 'list'],
  isAggregated: true,
});
