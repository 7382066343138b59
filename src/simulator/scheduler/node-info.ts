/** NodeInfo: a node with the sums of what runs on it, kept up to date as pods come and go. */
import { cpuMillis, valueOf } from '../../kube/index.ts';
import type { Node, SelectableNode, Taint } from '../../kube/index.ts';
import type { HostPort } from './host-ports.ts';
import type { ImageState } from './image-states.ts';
import type { Labels } from './label-selector.ts';
import type { PodInfo } from './pod-info.ts';
import { scalarsOf } from './pod-requests.ts';

const noLabels: Labels = {};
const noTaints: readonly Taint[] = [];

/** @source k8s 1.20 pkg/scheduler/framework/v1alpha1/types.go NodeInfo */
export class NodeInfo implements SelectableNode {
  readonly name: string;
  /** Undefined while only pods of the node are known. */
  node: Node | undefined;
  labels: Labels = noLabels;
  taints: readonly Taint[] = noTaints;
  /** What was known of its images, by every name they have, when the node last changed. */
  images: ReadonlyMap<string, ImageState> = new Map();

  allocatableCpuMillis = 0;
  allocatableMemoryBytes = 0;
  allocatableStorageBytes = 0;
  allowedPods = 0;
  allocatableScalars: ReadonlyMap<string, number> | undefined;

  cpuMillis = 0;
  memoryBytes = 0;
  storageBytes = 0;
  nonZeroCpuMillis = 0;
  nonZeroMemoryBytes = 0;
  readonly scalars = new Map<string, number>();

  readonly pods = new Map<string, PodInfo>();
  readonly podsWithAffinity = new Set<PodInfo>();
  readonly podsWithRequiredAntiAffinity = new Set<PodInfo>();
  usedPorts: HostPort[] = [];

  constructor(name: string) {
    this.name = name;
  }

  setNode(node: Node | undefined): void {
    this.node = node;
    this.labels = node?.metadata.labels ?? noLabels;
    this.taints = node?.spec.taints ?? noTaints;
    const allocatable = node?.status?.allocatable ?? {};
    this.allocatableCpuMillis = cpuMillis(allocatable['cpu']);
    this.allocatableMemoryBytes = valueOf(allocatable['memory']);
    this.allocatableStorageBytes = valueOf(allocatable['ephemeral-storage']);
    this.allowedPods = valueOf(allocatable['pods']);
    this.allocatableScalars = scalarsOf(
      new Map(Object.entries(allocatable).map(([name, text]) => [name, valueOf(text)])),
    );
  }

  addPod(info: PodInfo): void {
    this.pods.set(info.key, info);
    this.#reckon(info, 1);
    if (info.hasAffinity) this.podsWithAffinity.add(info);
    if (info.hasRequiredAntiAffinity) this.podsWithRequiredAntiAffinity.add(info);
    if (info.hostPorts.length > 0) this.usedPorts.push(...info.hostPorts);
  }

  removePod(info: PodInfo): void {
    this.pods.delete(info.key);
    this.#reckon(info, -1);
    if (info.hasAffinity) this.podsWithAffinity.delete(info);
    if (info.hasRequiredAntiAffinity) this.podsWithRequiredAntiAffinity.delete(info);
    if (info.hostPorts.length > 0) this.usedPorts = [...this.pods.values()].flatMap((pod) => pod.hostPorts);
  }

  #reckon({ requests }: PodInfo, sign: 1 | -1): void {
    this.cpuMillis += sign * requests.cpuMillis;
    this.memoryBytes += sign * requests.memoryBytes;
    this.storageBytes += sign * requests.storageBytes;
    this.nonZeroCpuMillis += sign * requests.nonZeroCpuMillis;
    this.nonZeroMemoryBytes += sign * requests.nonZeroMemoryBytes;
    if (requests.scalars === undefined) return;
    for (const [name, amount] of requests.scalars)
      this.scalars.set(name, (this.scalars.get(name) ?? 0) + sign * amount);
  }
}
