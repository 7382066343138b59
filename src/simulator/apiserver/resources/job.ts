/** jobs.batch: pods that end. */
import { defineResource } from '../resource-definition.ts';

export const job = defineResource({
  group: 'batch',
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  categories: ['all'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  subresources: ['status'],
  orphansByDefault: true,
});
