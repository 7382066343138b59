/** The endpoint slice controller: keeps the EndpointSlices of every service that has a selector. */
import { isAtLeast, matchesLabelSet } from '../../../kube/index.ts';
import type { EndpointSlice } from '../../../kube/index.ts';
import { defineController, type Action } from '../../controller.ts';
import { affectedServices, TriggerTimes } from '../endpoints/index.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { withoutKey } from '../without-key.ts';
import { controllerLabelValue, managedByLabel, serviceNameLabel } from './new-slice.ts';
import { planSlices } from './plan-slices.ts';

const resource = 'endpointslices.discovery.k8s.io';
const triggerTimeAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';

const withTriggerTime = (slice: EndpointSlice, time: string): EndpointSlice => {
  const others = withoutKey(slice.metadata.annotations, triggerTimeAnnotation);
  const annotations = time === '' ? others : { ...others, [triggerTimeAnnotation]: time };
  const metadata = { ...slice.metadata, annotations };
  if (Object.keys(annotations).length === 0) delete (metadata as EndpointSlice['metadata']).annotations;
  return { ...slice, metadata };
};

const isOfService = (labels: Record<string, string> | undefined, name: string): boolean =>
  labels?.[serviceNameLabel] === name && labels[managedByLabel] === controllerLabelValue;

/** Empty lists are stored as null. */
const withoutNulls = (slice: EndpointSlice): EndpointSlice => {
  const { endpoints, ports } = slice as {
    endpoints: EndpointSlice['endpoints'] | null;
    ports?: EndpointSlice['ports'] | null;
  };
  return { ...slice, endpoints: endpoints ?? [], ports: ports ?? [] };
};

/** @source k8s 1.20 pkg/controller/endpointslice/endpointslice_controller.go */
export const endpointSliceController = defineController({
  name: 'endpoint-slice-controller',
  summary: 'Keeps the EndpointSlices of every service that has a selector.',
  create({ version, random }) {
    const triggerTimes = new TriggerTimes();
    const chance = random('endpoint-slice-controller/tracker');
    /**
     * The controller heard of its own slice before it had the answer to its call, and takes it for somebody else's: on an
     * idle cluster about every second time. Only a placeholder shows that.
     * @source k8s 1.20 pkg/controller/endpointslice/endpointslice_controller.go onEndpointSliceAdd, endpointslice_tracker.go Stale
     */
    const isTakenForStale = (slice: EndpointSlice, isNew: boolean): boolean =>
      !isAtLeast(version, 25) &&
      (isNew || !isAtLeast(version, 21)) &&
      slice.metadata.annotations?.[triggerTimeAnnotation] !== undefined &&
      slice.metadata.labels?.[managedByLabel] === controllerLabelValue &&
      withoutNulls(slice).endpoints.length === 0 &&
      chance.float() < 0.5;
    return {
      watches: [
        { resource: 'services', keys: ({ object }) => [keyOf(object)] },
        { resource: 'pods', keys: affectedServices },
        {
          resource,
          keys({ object, old, isDeleted }) {
            const slice = object as EndpointSlice;
            if (isDeleted || !isTakenForStale(slice, old === undefined)) return [];
            return [`${slice.metadata.namespace ?? ''}/${slice.metadata.labels?.[serviceNameLabel] ?? ''}`];
          },
          delayMs: isAtLeast(version, 19) ? 1000 : 0,
        },
        {
          resource,
          keys({ object: { metadata }, isDeleted }) {
            const name = metadata.labels?.[serviceNameLabel];
            const isOwn = metadata.labels?.[managedByLabel] === controllerLabelValue;
            return isDeleted && isOwn && name !== undefined ? [`${metadata.namespace ?? ''}/${name}`] : [];
          },
        },
      ],
      reconcile(key, view) {
        const { namespace, name } = splitKey(key);
        const service = view.get('services', namespace, name);
        if (service === undefined) triggerTimes.forget(key);
        const selector = service?.spec.selector;
        if (service === undefined || selector === undefined) return { actions: [] };
        const pods = view
          .list('pods', namespace)
          .filter(({ metadata }) => matchesLabelSet(selector, metadata.labels));
        const existing = view
          .list(resource, namespace)
          .filter(({ metadata: { labels } }) => isOfService(labels, name))
          .map(withoutNulls);
        const node = (nodeName: string) => view.get('nodes', undefined, nodeName);
        const { create, update, remove } = planSlices({ service, pods, existing, version, node });
        const time = triggerTimes.next(key, service, pods);
        const creations = service.metadata.deletionTimestamp === undefined ? create : [];
        const actions: Action[] = [
          ...creations.map((slice): Action => ({
            do: 'create',
            resource,
            object: withTriggerTime(slice, time),
          })),
          ...update.map((slice): Action => ({
            do: 'update',
            resource,
            object: withTriggerTime(slice, time),
          })),
          ...remove.map(({ metadata }): Action => ({
            do: 'delete',
            resource,
            namespace,
            name: metadata.name,
            mayFail: true,
          })),
        ];
        return { actions };
      },
    };
  },
});
