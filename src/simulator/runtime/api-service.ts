/** The API's own service: `default/kubernetes`, its Endpoints and its EndpointSlice, as the API server keeps them. */
import { deepEqual, isAtLeast } from '../../kube/index.ts';
import type { Answer, Endpoints, EndpointSlice, Service } from '../../kube/index.ts';
import type { World } from '../world.ts';

const name = 'kubernetes';
const namespace = 'default';
const by = { user: 'kube-apiserver' };
const skipMirrorLabel = 'endpointslice.kubernetes.io/skip-mirror';
const slices = 'endpointslices.discovery.k8s.io';
const elsewhere = '192.168.1.10';

/** What the API server advertises: never a loopback address, instead of which it takes that of another interface. */
const masterAddress = ({ lab }: World): string => {
  const own = lab.nodes.find(({ role }) => role !== 'worker')?.address ?? lab.nodes[0]?.address ?? elsewhere;
  return own.startsWith('127.') ? elsewhere : own;
};

/** @source k8s 1.20 pkg/controlplane/controller.go CreateOrUpdateMasterServiceIfNeeded */
const ensureService = ({ api }: World, clusterIP: string): Answer<unknown> => {
  const present = api.get('services', namespace, name);
  if (present.ok) return present;
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      clusterIP,
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
  };
  return api.create('services', namespace, service, by);
};

/**
 * What the Endpoints should be, given what they are: others' labels stay, and others' ports when there is one subset.
 * @source k8s 1.20 pkg/controlplane/reconcilers/lease.go doReconcile
 */
const wantedEndpoints = (world: World, present: Endpoints | undefined): Endpoints => {
  const labels = {
    ...present?.metadata.labels,
    ...(isAtLeast(world.version, 19) ? { [skipMirrorLabel]: 'true' } : {}),
  };
  const addresses = [{ ip: masterAddress(world) }];
  const [subset, ...others] = present?.subsets ?? [];
  const isFormatCorrect = subset !== undefined && others.length === 0;
  const isAddressCorrect =
    isFormatCorrect &&
    deepEqual(
      (subset.addresses ?? []).map(({ ip }) => ip),
      addresses.map(({ ip }) => ip),
    );
  const ports = isFormatCorrect ? subset.ports : [{ name: 'https', port: 6443, protocol: 'TCP' as const }];
  const wanted = { addresses, ...(ports === undefined ? {} : { ports }) };
  return {
    ...(present ?? { apiVersion: 'v1', kind: 'Endpoints' }),
    metadata: {
      ...(present?.metadata ?? { name, namespace }),
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
    },
    subsets: isAddressCorrect ? [subset] : [wanted],
  };
};

const ensureEndpoints = (world: World): Answer<Endpoints> => {
  const { api } = world;
  const answer = api.get('endpoints', namespace, name);
  const present = answer.ok ? answer.value : undefined;
  const wanted = wantedEndpoints(world, present);
  if (present === undefined) return api.create('endpoints', namespace, wanted, by);
  const isSame =
    deepEqual(present.subsets, wanted.subsets) && deepEqual(present.metadata.labels, wanted.metadata.labels);
  return isSame ? answer : api.update('endpoints', wanted, by);
};

/** @source k8s 1.20 pkg/controlplane/reconcilers/endpointsadapter.go endpointSliceFromEndpoints */
const sliceOf = ({ version }: World, { subsets = [] }: Endpoints): EndpointSlice => {
  const [{ addresses = [], notReadyAddresses = [], ports = [] } = {}] = subsets;
  const endpoint = (address: string, ready: boolean) => ({ addresses: [address], conditions: { ready } });
  return {
    apiVersion: isAtLeast(version, 21) ? 'discovery.k8s.io/v1' : 'discovery.k8s.io/v1beta1',
    kind: 'EndpointSlice',
    metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: [
      ...addresses.map(({ ip }) => endpoint(ip, true)),
      ...notReadyAddresses.map(({ ip }) => endpoint(ip, false)),
    ],
    ports: ports.map(({ name: port = '', protocol = 'TCP', ...rest }) => ({
      name: port,
      port: rest.port,
      protocol,
    })),
  };
};

/** @source k8s 1.20 pkg/controlplane/reconcilers/endpointsadapter.go EnsureEndpointSliceFromEndpoints */
const ensureSlice = (world: World, endpoints: Endpoints): Answer<unknown> => {
  const { api } = world;
  const wanted = sliceOf(world, endpoints);
  const present = api.get(slices, namespace, name);
  if (!present.ok) return api.create(slices, namespace, wanted, by);
  const parts = (slice: EndpointSlice) => [slice.endpoints, slice.ports, slice.metadata.labels];
  return deepEqual(parts(present.value), parts(wanted)) ? present : api.update(slices, wanted, by);
};

/** Makes what is missing, and mends what the API server cares for. @source k8s 1.20 pkg/controlplane/controller.go UpdateKubernetesService */
export const ensureApiService = (world: World, clusterIP: string): Answer<unknown> => {
  const service = ensureService(world, clusterIP);
  if (!service.ok) return service;
  const endpoints = ensureEndpoints(world);
  return endpoints.ok ? ensureSlice(world, endpoints.value) : endpoints;
};

/** Something of the service was changed or deleted by others. */
export const isOfApiService = (change: {
  resource: string;
  namespace: string;
  name: string;
  user: string;
}): boolean =>
  change.name === name &&
  change.namespace === namespace &&
  change.user !== by.user &&
  (change.resource === 'services' || change.resource === 'endpoints' || change.resource === slices);
