/** Nodes and pods for tests of the pure scheduling cycle. */
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import type { Node, Pod, Service } from '../../../src/kube/index.ts';
import {
  podInfoOf,
  profileOf,
  Snapshot,
  findFeasibleNodes,
  weightedScores,
} from '../../../src/simulator/scheduler/index.ts';

export interface NodeSketch {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  spec?: Node['spec'];
  cpu?: string;
  memory?: string;
  pods?: string;
  images?: { names: string[]; sizeBytes: number }[];
}

const nodeOf = (
  name: string,
  { labels, annotations, spec = {}, cpu = '4', memory = '4Gi', pods = '110', images }: NodeSketch,
): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name,
    labels: { 'kubernetes.io/hostname': name, ...labels },
    ...(annotations === undefined ? {} : { annotations }),
  },
  spec,
  status: {
    allocatable: { cpu, memory, pods, 'ephemeral-storage': '10Gi' },
    ...(images === undefined ? {} : { images }),
  },
});

export const podOf = (
  name: string,
  spec: Partial<Pod['spec']> = {},
  metadata: Partial<Pod['metadata']> = {},
): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', uid: name, ...metadata },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
});

export const requesting = (cpu: string, memory = '100Mi'): Partial<Pod['spec']> => ({
  containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu, memory } } }],
});

export const smallCluster = (
  nodes: Record<string, NodeSketch>,
  placed: readonly Pod[] = [],
  options: { version?: string; services?: Service[] } = {},
) => {
  const version = parseKubernetesVersion(options.version ?? 'v1.20.2')!;
  const snapshot = new Snapshot(version, {
    services: () => options.services ?? [],
    selectorOf: () => undefined,
  });
  for (const [name, sketch] of Object.entries(nodes)) snapshot.setNode(nodeOf(name, sketch));
  for (const pod of placed) snapshot.addPod(podInfoOf(pod), pod.spec.nodeName ?? '');
  const profile = profileOf(version);
  const cycleOf = (pod: Pod) => ({ pod: podInfoOf(pod), snapshot, version });
  return {
    snapshot,
    profile,
    version,
    cycleOf,
    /** Why each node that does not take the pod does not. */
    reasons(pod: Pod): Record<string, readonly string[]> {
      const { rejections } = findFeasibleNodes(cycleOf(pod), profile, 0);
      return Object.fromEntries([...rejections].map(([node, { reasons }]) => [node.name, reasons]));
    },
    /** One plugin's weighted scores of all nodes. */
    scores(plugin: string, pod: Pod): Record<string, number> {
      const all = weightedScores(cycleOf(pod), profile, snapshot.nodes)[plugin] ?? [];
      return Object.fromEntries(snapshot.nodes.map(({ name }, index) => [name, all[index] ?? NaN]));
    },
  };
};
