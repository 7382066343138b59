/** resourceclaimtemplates.resource.k8s.io: claims to be made for each pod. Stored, not scheduled by. */
import { defineResource } from '../resource-definition.ts';

export const resourceClaimTemplate = defineResource({
  group: 'resource.k8s.io',
  kind: 'ResourceClaimTemplate',
  plural: 'resourceclaimtemplates',
  singular: 'resourceclaimtemplate',
  namespaced: true,
  versions: [{ version: 'v1', since: 34 }],
});
