/** A world with an API server and nothing that runs: for tests of the verbs and of the runtime. */
import type {
  Answer,
  Deployment,
  KubeObject,
  Pod,
  Service,
  ServiceAccount,
  Status,
} from '../../src/kube/index.ts';
import { parseKubernetesVersion } from '../../src/kube/index.ts';
import type { Lab } from '../../src/simulator/index.ts';
import { createInitialObjects } from '../../src/simulator/runtime/initial-objects.ts';
import { createWorld, type WorldParts } from '../../src/simulator/runtime/index.ts';

const worker = (name: string, number: number) => ({
  name,
  role: 'worker' as const,
  address: `192.168.1.${100 + number}`,
  cpu: '2',
  memory: '2Gi',
});

export const testLab = (changes: Partial<Lab> = {}): Lab => ({
  name: 'test',
  kubernetes: '1.20.2',
  startTime: '2021-01-20T12:00:00Z',
  nodes: [
    { ...worker('m-k8s', 0), address: '192.168.1.10', role: 'master' },
    worker('w1-k8s', 1),
    worker('w2-k8s', 2),
    worker('w3-k8s', 3),
  ],
  images: [],
  addons: [],
  network: { services: '10.96.0.0/12', pods: '172.16.0.0/16' },
  ...changes,
});

export const by = { user: 'tester' };

export const bareWorld = (
  options: { version?: string; seed?: number; lab?: Partial<Lab>; withoutAdmission?: string[] } = {},
): WorldParts => {
  const lab = testLab(options.lab);
  const version = parseKubernetesVersion(options.version ?? '1.20.2')!;
  const parts = createWorld({
    lab,
    seed: options.seed ?? 1,
    version,
    startMs: Date.parse(lab.startTime),
    withoutAdmission: options.withoutAdmission ?? [],
  });
  createInitialObjects(parts.world, parts.core.addresses.apiAddress);
  const account: ServiceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: 'default' },
    automountServiceAccountToken: false,
  };
  value(parts.world.api.create('serviceaccounts', 'default', account, by));
  return parts;
};

export const value = <T>(answer: Answer<T>): T => {
  if (!answer.ok) throw new Error(answer.status.message);
  return answer.value;
};

export const status = (answer: Answer<unknown>): Status => {
  if (answer.ok) throw new Error('it was not refused');
  return answer.status;
};

export const pod = (name: string, changes: Partial<Pod> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels: { app: 'web' } },
  spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
  ...changes,
});

export const deployment = (name: string, replicas = 1): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
    },
  },
});

export const service = (name: string, spec: Partial<Service['spec']> = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { ports: [{ port: 80 }], selector: { app: 'web' }, ...spec },
});

export const configMap = (name: string, changes: Partial<KubeObject['metadata']> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', ...changes },
});
