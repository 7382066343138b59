/** events: what happened, as the parts of the cluster tell it. */
import { defineResource } from '../resource-definition.ts';
import { eventFromStored, eventToStored } from './event-versions.ts';

const shape = { fromStored: eventFromStored, toStored: eventToStored };

export const event = defineResource({
  group: '',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  namespaced: true,
  versions: [
    { version: 'v1' },
    { group: 'events.k8s.io', version: 'v1', since: 19, ...shape },
    { group: 'events.k8s.io', version: 'v1beta1', until: 25, ...shape },
  ],
  createsOnUpdate: true,
});
