/** Measured amounts as `kubectl top` prints them. */
import { cpuMillis, valueOf } from '../../kube/index.ts';
import type { ResourceList } from '../../kube/index.ts';

export interface Usage {
  cpuMillis: number;
  memoryBytes: number;
}

export const usageOf = (amounts: ResourceList | undefined): Usage => ({
  cpuMillis: cpuMillis(amounts?.cpu ?? '0'),
  memoryBytes: valueOf(amounts?.memory ?? '0'),
});

export const addUsage = (a: Usage, b: Usage): Usage => ({
  cpuMillis: a.cpuMillis + b.cpuMillis,
  memoryBytes: a.memoryBytes + b.memoryBytes,
});

/** "12m". @source k8s 1.20 kubectl/pkg/metricsutil/metrics_printer.go printSingleResource */
export const cpuText = ({ cpuMillis: millis }: Usage): string => `${millis}m`;
export const memoryText = ({ memoryBytes }: Usage): string => `${Math.trunc(memoryBytes / (1024 * 1024))}Mi`;
