/** The plan of a service's slices: which to create, update and delete, whatever ports and address families its pods have. */
import { deepEqual, isAtLeast } from '../../../kube/index.ts';
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

interface PodEntry {
  endpoint: SliceEndpoint;
  ports: readonly SlicePort[];
  portsKey: string;
  /** The labels of the pod's node, by which its zone was known. */
  nodeLabels: unknown;
}

/** What was worked out of a pod for a service; both are new objects when they change. */
const entries = new WeakMap<Service, Map<AddressType, WeakMap<Pod, PodEntry>>>();

const entriesOf = (service: Service, type: AddressType): WeakMap<Pod, PodEntry> => {
  let byType = entries.get(service);
  if (byType === undefined) entries.set(service, (byType = new Map()));
  let byPod = byType.get(type);
  if (byPod === undefined) byType.set(type, (byPod = new WeakMap()));
  return byPod;
};

const newEntry = (
  pod: Pod,
  node: Node | undefined,
  { service, version }: PlanRequest,
  type: AddressType,
): PodEntry => {
  const ports = slicePortsOf(pod, service);
  const endpoint = sliceEndpointOf(pod, node, service, type, version);
  return { endpoint, ports, portsKey: portsKey(ports), nodeLabels: node?.metadata.labels };
};

const groupByPorts = (request: PlanRequest, type: AddressType): Map<string, PortGroup> => {
  const { service, pods, version } = request;
  const known = entriesOf(service, type);
  const groups = new Map<string, PortGroup>();
  for (const pod of pods) {
    if (!isInSlices(pod, service, version)) continue;
    const node = request.node(pod.spec.nodeName ?? '');
    let entry = known.get(pod);
    if (entry === undefined || entry.nodeLabels !== node?.metadata.labels) {
      known.set(pod, (entry = newEntry(pod, node, request, type)));
    }
    if (entry.endpoint.addresses.length === 0) continue;
    let group = groups.get(entry.portsKey);
    if (group === undefined)
      groups.set(entry.portsKey, (group = { ports: entry.ports, endpoints: new Map() }));
    group.endpoints.set(endpointKey(entry.endpoint), entry.endpoint);
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
  const present = request.existing.filter(({ addressType }) => addressType === type);
  const existing = present.filter((slice) => isOwnedBy(slice, service));
  const groups = groupByPorts(request, type);
  const changes: SliceChanges = {
    create: [],
    update: [],
    remove: present.filter((slice) => !existing.includes(slice) || !groups.has(portsKey(slice.ports))),
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
  if (changes.remove.length === present.length && changes.create.length === 0) {
    const placeholder = newSlice(service, type, [], version);
    const [only, ...others] = changes.remove;
    if (isAtLeast(version, 25) && only !== undefined && others.length === 0 && isSameSlice(only, placeholder))
      changes.remove = [];
    else changes.create.push(placeholder);
  }
  return reuseRemoved(changes, service);
};

const isOwnedBy = ({ metadata: { ownerReferences = [] } }: EndpointSlice, service: Service): boolean =>
  ownerReferences.some(
    ({ uid, kind, apiVersion }) => uid === service.metadata.uid && kind === 'Service' && apiVersion === 'v1',
  );

/** @since k8s 1.25 pkg/controller/endpointslice/reconciler.go placeholderSliceCompare */
const isSameSlice = (present: EndpointSlice, placeholder: EndpointSlice): boolean =>
  present.endpoints.length === 0 &&
  (present.ports ?? []).length === 0 &&
  deepEqual(present.metadata.labels, placeholder.metadata.labels);

/**
 * Slices to delete are written over instead of creating others: a placeholder too, which before 1.25 is replaced by another
 * at every look, and so loses at the second what only the first had to say.
 * @source k8s 1.20 pkg/controller/endpointslice/reconciler.go finalize
 */
const reuseRemoved = ({ create, update, remove }: SliceChanges, service: Service): SliceChanges => {
  const left: EndpointSlice[] = [];
  const created = [...create];
  const updated = [...update];
  for (const old of remove) {
    const slice = isOwnedBy(old, service) ? created.pop() : undefined;
    if (slice === undefined) left.push(old);
    else updated.push({ ...slice, metadata: { ...slice.metadata, name: old.metadata.name } });
  }
  return { create: created, update: updated, remove: left };
};

/** @source k8s 1.20 pkg/controller/endpointslice/reconciler.go reconcile */
export const planSlices = (request: PlanRequest): SliceChanges => {
  const types = addressTypesOf(request.service, request.version);
  const plans = types.map((type) => planOfType(request, type));
  const strays = request.existing.filter(({ addressType }) => !types.includes(addressType as AddressType));
  return {
    create: plans.flatMap(({ create }) => create),
    update: plans.flatMap(({ update }) => update),
    remove: [...strays, ...plans.flatMap(({ remove }) => remove)],
  };
};
