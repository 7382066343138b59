/** A cluster for tests: the simulator's own API server and clock, and only the parts that a test asks for. */
import { isAtLeast, parseKubernetesVersion } from '../../../src/kube/index.ts';
import type { Answer, Node, Pod } from '../../../src/kube/index.ts';
import type { ControllerDefinition } from '../../../src/simulator/controller.ts';
import type { Lab } from '../../../src/simulator/lab.ts';
import { ControllerManager, createWorld } from '../../../src/simulator/runtime/index.ts';
import { createScheduler } from '../../../src/simulator/scheduler/index.ts';

export const testLab: Lab = {
  name: 'test',
  kubernetes: '1.20.2',
  startTime: '2021-01-20T12:00:00Z',
  nodes: [],
  images: [],
  addons: [],
  network: { services: '10.96.0.0/12', pods: '172.16.0.0/16' },
};

const by = { user: 'test' };

export const must = <T>(answer: Answer<T>): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.status));
  return answer.value;
};

const readyNode = (name: string, cpu: string): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name } },
  spec: {},
  status: {
    allocatable: { cpu, memory: '4Gi', pods: '110', 'ephemeral-storage': '10Gi' },
    conditions: [
      { type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: testLab.startTime },
    ],
  },
});

export interface RealClusterOptions {
  controllers?: readonly ControllerDefinition[];
  withScheduler?: boolean;
  seed?: number;
  version?: string;
}

export const realCluster = (options: RealClusterOptions = {}) => {
  const version = parseKubernetesVersion(options.version ?? 'v1.20.2')!;
  const { world, time } = createWorld({
    lab: testLab,
    seed: options.seed ?? 1,
    version,
    startMs: Date.parse(testLab.startTime),
  });
  const { api } = world;
  for (const name of ['default', 'kube-system', 'kube-node-lease']) {
    must(
      api.create('namespaces', undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, by),
    );
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default' },
      automountServiceAccountToken: false,
    };
    must(api.create('serviceaccounts', name, account, by));
  }
  if (options.withScheduler === true) createScheduler(world).start();
  if (options.controllers !== undefined) new ControllerManager(world, options.controllers).start();

  const get = (name: string): Pod => must(api.get('pods', 'default', name));
  const beating = new Set<string>();
  const beat = (name: string): void => {
    if (!beating.has(name)) return;
    must(
      api.patch(
        'leases.coordination.k8s.io',
        'kube-node-lease',
        name,
        'merge-patch+json',
        { spec: { renewTime: world.nowMicroTime() } },
        by,
      ),
    );
    world.after(10_000, () => beat(name), { idle: true });
  };
  return {
    world,
    time,
    api,
    isAtLeast: (minor: number) => isAtLeast(version, minor),
    /** A ready node; admission marks a new node as not ready, which is taken back. */
    node(name: string, cpu = '2', spec: Partial<Node['spec']> = {}): Node {
      const node = readyNode(name, cpu);
      must(api.create('nodes', undefined, { ...node, spec }, by));
      return must(api.patch('nodes', undefined, name, 'merge-patch+json', { spec: { taints: null } }, by));
    },
    /** Renews the node's lease each ten seconds, until `stopBeating`. */
    startBeating(name: string): void {
      if (!api.get('leases.coordination.k8s.io', 'kube-node-lease', name).ok) {
        const lease = {
          apiVersion: 'coordination.k8s.io/v1',
          kind: 'Lease',
          metadata: { name },
          spec: { holderIdentity: name },
        };
        must(api.create('leases.coordination.k8s.io', 'kube-node-lease', lease, by));
      }
      beating.add(name);
      beat(name);
    },
    stopBeating: (name: string) => beating.delete(name),
    pod(
      name: string,
      spec: Partial<Pod['spec']> & { cpu?: string } = {},
      metadata: Partial<Pod['metadata']> = {},
    ): Pod {
      const { cpu = '100m', ...rest } = spec;
      const containers = [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }];
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, ...metadata },
        spec: { containers, ...rest },
      };
      return must(api.create('pods', 'default', pod, by));
    },
    /** Says of a pod what a kubelet would. */
    setStatus(name: string, ip: string, isReady: boolean): void {
      const ready = {
        type: 'Ready',
        status: isReady ? 'True' : 'False',
        lastTransitionTime: world.nowTime(),
      };
      const status = {
        phase: 'Running',
        podIP: ip,
        podIPs: [{ ip }],
        conditions: [ready],
        startTime: world.nowTime(),
      };
      must(
        api.patch(
          'pods',
          'default',
          name,
          'strategic-merge-patch+json',
          { status },
          { ...by, subresource: 'status' },
        ),
      );
    },
    get,
    run(ms: number): void {
      const endMs = time.nowMs + ms;
      while ((time.peekTimeMs() ?? Infinity) <= endMs) time.step();
      time.advanceTo(endMs);
    },
    events: (): string[] =>
      must(api.list('events')).items.map(
        ({ type, reason, message, involvedObject }) =>
          `${type ?? ''} ${reason ?? ''} ${involvedObject.name ?? ''}: ${message ?? ''}`,
      ),
  };
};
