/** The objects of metrics.k8s.io. */
import type { NodeMetrics, Pod, PodMetrics } from '../../kube/index.ts';

export interface ContainerUsage {
  name: string;
  cpuMillis: number;
  memoryBytes: number;
}

/** What was read of a pod or node at one scrape. */
export interface Sample {
  timeMs: number;
  containers: ContainerUsage[];
}

const windowText = '30s';

const timeText = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;

/** As metrics-server writes amounts: nanocores, and kibibytes. */
const usageOf = ({ cpuMillis, memoryBytes }: Omit<ContainerUsage, 'name'>) => {
  const nanocores = Math.round(cpuMillis * 1_000_000);
  return { cpu: nanocores === 0 ? '0' : `${nanocores}n`, memory: `${Math.round(memoryBytes / 1024)}Ki` };
};

export const podMetrics = (pod: Pod, { timeMs, containers }: Sample): PodMetrics => ({
  apiVersion: 'metrics.k8s.io/v1beta1',
  kind: 'PodMetrics',
  metadata: {
    name: pod.metadata.name,
    ...(pod.metadata.namespace === undefined ? {} : { namespace: pod.metadata.namespace }),
    creationTimestamp: timeText(timeMs),
    ...(pod.metadata.labels === undefined ? {} : { labels: pod.metadata.labels }),
  },
  timestamp: timeText(timeMs),
  window: windowText,
  containers: containers.map((usage) => ({ name: usage.name, usage: usageOf(usage) })),
});

export const nodeMetrics = (
  name: string,
  { timeMs, containers }: Sample,
  labels: Record<string, string>,
): NodeMetrics => ({
  apiVersion: 'metrics.k8s.io/v1beta1',
  kind: 'NodeMetrics',
  metadata: { name, creationTimestamp: timeText(timeMs), labels },
  timestamp: timeText(timeMs),
  window: windowText,
  usage: usageOf(containers[0] ?? { cpuMillis: 0, memoryBytes: 0 }),
});
