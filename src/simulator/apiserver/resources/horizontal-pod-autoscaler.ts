/** horizontalpodautoscalers.autoscaling: replicas by load. */
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
    { version: 'v2', since: 23 },
    { version: 'v2beta1', until: 25 },
    { version: 'v2beta2', until: 26 },
  ],
  subresources: ['status'],
});
