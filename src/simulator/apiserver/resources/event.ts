/** events: what happened, as the parts of the cluster tell it. */
import type { Event } from '../../../kube/index.ts';
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
  /** @source k8s 1.20 pkg/registry/core/event/strategy.go ToSelectableFields */
  fields: (object) => {
    const event = object as Event;
    const about = event.involvedObject;
    return {
      'involvedObject.kind': about.kind ?? '',
      'involvedObject.namespace': about.namespace ?? '',
      'involvedObject.name': about.name ?? '',
      'involvedObject.uid': about.uid ?? '',
      'involvedObject.apiVersion': about.apiVersion ?? '',
      'involvedObject.resourceVersion': about.resourceVersion ?? '',
      'involvedObject.fieldPath': about.fieldPath ?? '',
      reason: event.reason ?? '',
      reportingComponent: event.reportingComponent ?? '',
      source: event.source?.component ?? event.reportingComponent ?? '',
      type: event.type ?? '',
    };
  },
});
