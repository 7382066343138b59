/** Filling: spreads the endpoints of one set of ports over slices, with as few writes as upstream makes. */
import { deepEqual } from '../../../kube/index.ts';
import type { EndpointSlice } from '../../../kube/index.ts';
import type { SliceEndpoint } from './slice-endpoint.ts';

const maxEndpoints = 100;

export interface SliceChanges {
  create: EndpointSlice[];
  update: EndpointSlice[];
  remove: EndpointSlice[];
}

/** What an endpoint is known by. @source k8s 1.20 pkg/controller/util/endpoint/endpointset.go hashEndpoint */
export const endpointKey = ({ addresses, hostname = '', nodeName = '', targetRef }: SliceEndpoint): string =>
  JSON.stringify([
    [...addresses].sort(),
    hostname,
    nodeName,
    targetRef?.namespace,
    targetRef?.name,
    targetRef?.uid,
  ]);

/** Versions of pods change all the time, and are no reason to write. */
const comparable = ({ targetRef, ...endpoint }: SliceEndpoint): unknown => ({
  ...endpoint,
  targetRef: targetRef === undefined ? undefined : { ...targetRef, resourceVersion: undefined },
});

const isSameEndpoint = (a: SliceEndpoint, b: SliceEndpoint): boolean =>
  deepEqual(comparable(a), comparable(b));

/** The fullest slice that still takes `count` more. @source k8s 1.20 pkg/controller/endpointslice/utils.go getSliceToFill */
const sliceWithRoom = (slices: readonly EndpointSlice[], count: number): EndpointSlice | undefined => {
  let best: EndpointSlice | undefined;
  for (const slice of slices) {
    if (count + slice.endpoints.length > maxEndpoints) continue;
    if (best === undefined || slice.endpoints.length > best.endpoints.length) best = slice;
  }
  return best;
};

/**
 * `desired` by endpointKey; it is emptied.
 * @source k8s 1.20 pkg/controller/endpointslice/reconciler.go reconcileByPortMapping
 */
export const fillSlices = (
  existing: readonly EndpointSlice[],
  desired: Map<string, SliceEndpoint>,
  labels: Record<string, string>,
  create: () => EndpointSlice,
): SliceChanges => {
  const changes: SliceChanges = { create: [], update: [], remove: [] };
  const unchanged: EndpointSlice[] = [];
  const take = (slice: EndpointSlice): void => {
    for (const [key, endpoint] of desired) {
      if (slice.endpoints.length >= maxEndpoints) return;
      desired.delete(key);
      slice.endpoints.push(endpoint);
    }
  };
  for (const slice of existing) {
    const endpoints: SliceEndpoint[] = [];
    let isChanged = false;
    for (const endpoint of slice.endpoints) {
      const wanted = desired.get(endpointKey(endpoint));
      if (wanted === undefined) continue;
      endpoints.push(wanted);
      if (!isSameEndpoint(wanted, endpoint)) isChanged = true;
      desired.delete(endpointKey(endpoint));
    }
    const isSmaller = endpoints.length !== slice.endpoints.length;
    if (isSmaller && endpoints.length === 0) changes.remove.push(slice);
    else if (isChanged || isSmaller)
      changes.update.push({ ...slice, metadata: { ...slice.metadata, labels }, endpoints });
    else if (!deepEqual(slice.metadata.labels ?? {}, labels)) changes.update.push(withLabels(slice, labels));
    else unchanged.push(slice);
  }
  for (const slice of [...changes.update].sort((a, b) => b.endpoints.length - a.endpoints.length))
    take(slice);
  while (desired.size > 0) {
    const room = desired.size < maxEndpoints ? sliceWithRoom(unchanged, desired.size) : undefined;
    const slice = room === undefined ? create() : { ...room, endpoints: [...room.endpoints] };
    take(slice);
    if (room === undefined) changes.create.push(slice);
    else {
      unchanged.splice(unchanged.indexOf(room), 1);
      changes.update.push(slice);
    }
  }
  return changes;
};

const withLabels = (slice: EndpointSlice, labels: Record<string, string>): EndpointSlice => ({
  ...slice,
  metadata: { ...slice.metadata, labels },
  endpoints: [...slice.endpoints],
});
