/** cronjobs.batch: jobs by the clock. */
import { defineResource } from '../resource-definition.ts';

export const cronJob = defineResource({
  group: 'batch',
  kind: 'CronJob',
  plural: 'cronjobs',
  singular: 'cronjob',
  shortNames: ['cj'],
  categories: ['all'],
  namespaced: true,
  versions: [
    { version: 'v1', since: 21 },
    { version: 'v1beta1', until: 25 },
  ],
  subresources: ['status'],
});
