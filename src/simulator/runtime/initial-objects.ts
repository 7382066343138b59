/** What a new cluster holds before anybody has asked for anything. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubeObject, Service } from '../../kube/index.ts';
import type { ResourceName } from '../apiserver/index.ts';
import type { World } from '../world.ts';

const by = { user: 'kube-apiserver' };

const elsewhere = '192.168.1.10';

/** What the API server advertises: never a loopback address, instead of which it takes that of another interface. */
const masterAddress = ({ lab }: World): string => {
  const own = lab.nodes.find(({ role }) => role !== 'worker')?.address ?? lab.nodes[0]?.address ?? elsewhere;
  return own.startsWith('127.') ? elsewhere : own;
};

const priorityClass = (
  name: string,
  value: number,
  description: string,
): KubeObject & Record<string, unknown> => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value,
  description,
});

/** @source k8s 1.20 pkg/controlplane/controller.go, pkg/apis/scheduling/v1/helpers.go */
export const createInitialObjects = (world: World, apiServiceAddress: string): void => {
  const { api } = world;
  const create = (resource: ResourceName, object: KubeObject): void => {
    const answer = api.create(resource, object.metadata.namespace, object, by);
    if (!answer.ok)
      throw new Error(`labproof defect: the cluster cannot start: ${answer.status.message ?? ''}`);
  };
  for (const name of ['kube-system', 'kube-public', 'kube-node-lease', 'default']) {
    create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  const text = (use: string): string => `Used for system critical pods that must ${use}.`;
  create(
    'priorityclasses.scheduling.k8s.io',
    priorityClass('system-node-critical', 2000001000, text('not be moved from their current node')),
  );
  create(
    'priorityclasses.scheduling.k8s.io',
    priorityClass(
      'system-cluster-critical',
      2000000000,
      text('run in the cluster, but can be moved to another node if necessary'),
    ),
  );
  const labels = { component: 'apiserver', provider: 'kubernetes' };
  const metadata = { name: 'kubernetes', namespace: 'default' };
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...metadata, labels },
    spec: {
      clusterIP: apiServiceAddress,
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
  };
  create('services', service);
  const endpoints: KubeObject & Record<string, unknown> = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [
      { addresses: [{ ip: masterAddress(world) }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] },
    ],
  };
  create('endpoints', endpoints);
  if (!isAtLeast(world.version, 19)) return;
  const slice: KubeObject & Record<string, unknown> = {
    apiVersion: isAtLeast(world.version, 21) ? 'discovery.k8s.io/v1' : 'discovery.k8s.io/v1beta1',
    kind: 'EndpointSlice',
    metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [masterAddress(world)], conditions: { ready: true } }],
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
  };
  create('endpointslices.discovery.k8s.io', slice);
};
