/** resourcequotas: how much a namespace may use. */
import { defineResource } from '../resource-definition.ts';

export const resourceQuota = defineResource({
  group: '',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  singular: 'resourcequota',
  shortNames: ['quota'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  subresources: ['status'],
  answersDeleted: true,
});
