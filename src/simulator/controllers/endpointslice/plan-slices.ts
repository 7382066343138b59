/** The plan of a service's slices: which to create, update and delete, whatever ports and address families its pods have. */
import type { EndpointSlice, KubernetesVersion, Node, Pod, Service } from '../../../kube/index.ts';
import { endpointKey, fillSlices, type SliceChanges } from './fill-slices.ts';
import { newSlice, sliceLabels } from './new-slice.ts';
import {
  addressTypesOf,
  isInSlices,
  sliceEndpointOf,
  slicePortsOf,
  type AddressType,
  type SliceEndpoint,
  type SlicePort,
} from './slice-endpoint.ts';

export interface PlanRequest {
  service: Service;
  pods: readonly Pod[];
  existing: readonly EndpointSlice[];
  version: KubernetesVersion;
  node(name: string): Node | undefined;
}

interface PortGroup {
  ports: readonly SlicePort[];
  endpoints: Map<string, SliceEndpoint>;
}

const groupByPorts = (
  { service, pods, version, node }: PlanRequest,
  type: AddressType,
): Map<string, PortGroup> => {
  const groups = new Map<string, PortGroup>();
  for (const pod of pods) {
    if (!isInSlices(pod, service, version)) continue;
    const endpoint = sliceEndpointOf(pod, node(pod.spec.nodeName ?? ''), service, type, version);
    if (endpoint.addresses.length === 0) continue;
    const ports = slicePortsOf(pod, service);
    let group = groups.get(portsKey(ports));
    if (group === undefined) groups.set(portsKey(ports), (group = { ports, endpoints: new Map() }));
    group.endpoints.set(endpointKey(endpoint), endpoint);
  }
  return groups;
};

const portsKey = (ports: readonly SlicePort[] | undefined): string =>
  (ports ?? [])
    .map(
      ({ name = '', protocol = '', port = 0, appProtocol = '' }) =>
        `${name}/${protocol}/${port}/${appProtocol}`,
    )
    .sort()
    .join();

/** @source k8s 1.20 pkg/controller/endpointslice/reconciler.go reconcileByAddressType */
const planOfType = (request: PlanRequest, type: AddressType): SliceChanges => {
  const { service, version } = request;
  const existing = request.existing.filter(({ addressType }) => addressType === type);
  const groups = groupByPorts(request, type);
  const changes: SliceChanges = {
    create: [],
    update: [],
    remove: existing.filter(({ ports }) => !groups.has(portsKey(ports))),
  };
  for (const [key, { ports, endpoints }] of groups) {
    const ofPorts = existing.filter((slice) => portsKey(slice.ports) === key);
    const part = fillSlices(ofPorts, endpoints, sliceLabels(service), () =>
      newSlice(service, type, ports, version),
    );
    changes.create.push(...part.create);
    changes.update.push(...part.update);
    changes.remove.push(...part.remove);
  }
  if (changes.remove.length === existing.length && changes.create.length === 0) {
    changes.create.push(newSlice(service, type, [], version));
  }
  return reuseRemoved(changes, existing);
};

/**
 * Slices to delete are written over instead of creating others; one that would be replaced by what it is stays as it is.
 * @source k8s 1.20 pkg/controller/endpointslice/reconciler.go finalize
 */
const reuseRemoved = (
  { create, update, remove }: SliceChanges,
  existing: readonly EndpointSlice[],
): SliceChanges => {
  const left = [...remove];
  const created = [...create];
  const updated = [...update];
  while (left.length > 0 && created.length > 0) {
    const old = left.shift()!;
    const slice = created.pop()!;
    const isPlaceholder =
      slice.endpoints.length === 0 && old.endpoints.length === 0 && (old.ports ?? []).length === 0;
    if (isPlaceholder && existing.includes(old)) continue;
    updated.push({
      ...old,
      metadata: { ...old.metadata, ...labelsOf(slice) },
      endpoints: slice.endpoints,
      ports: slice.ports ?? [],
    });
  }
  return { create: created, update: updated, remove: left };
};

const labelsOf = ({ metadata: { labels = {} } }: EndpointSlice): { labels: Record<string, string> } => ({
  labels,
});

/** @source k8s 1.20 pkg/controller/endpointslice/reconciler.go reconcile */
export const planSlices = (request: PlanRequest): SliceChanges => {
  const types = addressTypesOf(request.service);
  const plans = types.map((type) => planOfType(request, type));
  const strays = request.existing.filter(({ addressType }) => !types.includes(addressType as AddressType));
  return {
    create: plans.flatMap(({ create }) => create),
    update: plans.flatMap(({ update }) => update),
    remove: [...strays, ...plans.flatMap(({ remove }) => remove)],
  };
};
