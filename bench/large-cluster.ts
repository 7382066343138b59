/** A cluster with room for many pods, and a Deployment of that many on it. */
import type { SimulatorBackend } from '../src/backends/index.ts';
import type { Lab, LabNode } from '../src/simulator/index.ts';
import { builtBackends } from './built.ts';

const podsPerNode = 100;
const image = 'nginx:1.19';

const machine = (index: number, role: LabNode['role']): LabNode => ({
  name: `n${index}`,
  role,
  address: `10.${index >> 8}.${index & 255}.1`,
  cpu: '64',
  memory: '256Gi',
  maxPods: podsPerNode + 10,
  podCIDR: `172.${16 + (index >> 8)}.${index & 255}.0/24`,
});

/** The notes' add-ons on machines for `pods` pods, which all have the image already. */
export const largeLab = (pods: number): Lab => {
  const workers = Array.from({ length: Math.ceil(pods / podsPerNode) + 1 }, (_, index) =>
    machine(index + 1, 'worker'),
  );
  const nodes = [machine(0, 'master'), ...workers];
  return {
    name: 'large',
    kubernetes: '1.20.2',
    startTime: '2024-12-19T12:00:00Z',
    nodes,
    images: [
      {
        repository: 'nginx',
        tags: ['1.19'],
        behaviour: 'nginx',
        preloadedOn: nodes.map(({ name }) => name),
      },
    ],
    addons: ['control-plane', 'kube-proxy', 'calico', 'coredns'].map((name) => ({ name })),
    network: { services: '10.96.0.0/12', pods: '172.16.0.0/12' },
  };
};

const deployment = (replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'many' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'many' } },
    template: {
      metadata: { labels: { app: 'many' } },
      spec: {
        containers: [{ name: 'nginx', image, resources: { requests: { cpu: '10m', memory: '10Mi' } } }],
      },
    },
  },
});

/** The booted cluster, before it has any of the pods. */
export const openLargeCluster = async (pods: number, seed = 1): Promise<SimulatorBackend> =>
  (await builtBackends()).createSimulatorBackend({ lab: largeLab(pods), seed });

/** Creates the Deployment and runs until all of its pods are ready; `afterEvent` is called after every event. */
export const createPods = async (
  { api, simulator }: SimulatorBackend,
  pods: number,
  afterEvent: () => void = () => undefined,
): Promise<void> => {
  const resource = (await api.resources()).find(({ name }) => name === 'deployments');
  if (resource === undefined) throw new Error('the cluster serves no deployments');
  await api.create(resource, 'default', deployment(pods));
  const isReady = (): boolean => {
    afterEvent();
    const found = simulator.api.get('deployments.apps', 'default', 'many');
    return found.ok && found.value.status?.readyReplicas === pods;
  };
  const outcome = simulator.waitUntil(isReady, simulator.nowMs() + 24 * 3_600_000);
  if (outcome !== 'met') throw new Error(`${pods} pods did not become ready: ${outcome}`);
};
