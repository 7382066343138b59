/** horizontalpodautoscalers.autoscaling: replicas by load. */
import { flatMetrics, manyMetrics } from './autoscaler-versions.ts';
import { defineResource } from '../resource-definition.ts';

export const horizontalPodAutoscaler = defineResource({
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  singular: 'horizontalpodautoscaler',
  shortNames: ['hpa'],
  categories: ['all'],
  namespaced: true,
  versions: [
    { version: 'v1' },
    { version: 'v2', since: 23, ...manyMetrics },
    { version: 'v2beta1', until: 25, ...flatMetrics },
    { version: 'v2beta2', until: 26, ...manyMetrics },
  ],
  subresources: ['status'],
});
