/** Filling: spreads the endpoints of one set of ports over slices, with as few writes as upstream makes. */
import { deepEqual } from '../../../kube/index.ts';
import type { EndpointSlice } from '../../../kube/index.ts';
import { sameReference } from '../endpoints/index.ts';
import type { SliceEndpoint } from './slice-endpoint.ts';

const maxEndpoints = 100;

export interface SliceChanges {
  create: EndpointSlice[];
  update: EndpointSlice[];
  remove: EndpointSlice[];
}

const keys = new WeakMap<SliceEndpoint, string>();

/** What an endpoint is known by. @source k8s 1.20 pkg/controller/util/endpoint/endpointset.go hashEndpoint */
export const endpointKey = (endpoint: SliceEndpoint): string => {
  let key = keys.get(endpoint);
  if (key === undefined) {
    const { addresses, hostname = '', nodeName = '', targetRef } = endpoint;
    key = `${[...((addresses as string[] | null) ?? [])].sort().join()} ${hostname} ${nodeName} ${targetRef?.namespace ?? ''}/${targetRef?.name ?? ''} ${targetRef?.uid ?? ''}`;
    keys.set(endpoint, key);
  }
  return key;
};

/** Which wanted endpoint a present one was found the same as; asked again and again. */
const knownSame = new WeakMap<SliceEndpoint, SliceEndpoint>();

const isSameEndpoint = (present: SliceEndpoint, wanted: SliceEndpoint): boolean => {
  if (present === wanted || knownSame.get(present) === wanted) return true;
  const { targetRef: presentRef, ...presentRest } = present;
  const { targetRef: wantedRef, ...wantedRest } = wanted;
  const isSame = sameReference(presentRef, wantedRef) && deepEqual(presentRest, wantedRest);
  if (isSame) knownSame.set(present, wanted);
  return isSame;
};

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
      if (!isSameEndpoint(endpoint, wanted)) isChanged = true;
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
