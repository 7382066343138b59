/** events: what happened, as the parts of the cluster tell it. */
import { defineResource } from '../resource-definition.ts';

export const event = defineResource({
  group: '',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  namespaced: true,
  versions: [{ version: 'v1' }],
  createsOnUpdate: true,
});
