/** What a pod asks a node for: the sum of its containers, or its largest init container where that is more, and its overhead. */
import { cpuMillis, valueOf } from '../../kube/index.ts';
import type { Container, PodSpec, ResourceList } from '../../kube/index.ts';

export interface Requests {
  cpuMillis: number;
  memoryBytes: number;
  storageBytes: number;
  /** Extended resources, huge pages and attachable volumes, by name; undefined when there are none. */
  scalars: ReadonlyMap<string, number> | undefined;
  /** As counted for scores: a container that requests nothing counts as 100m of CPU and 200 MiB of memory. */
  nonZeroCpuMillis: number;
  nonZeroMemoryBytes: number;
}

/** @source k8s 1.20 pkg/scheduler/util/non_zero.go */
const defaultCpuMillis = 100;
const defaultMemoryBytes = 200 * 1024 * 1024;

type Amounts = Map<string, number>;

const amountOf = (name: string, text: string): number => (name === 'cpu' ? cpuMillis(text) : valueOf(text));

const add = (amounts: Amounts, list: ResourceList | undefined): void => {
  for (const name in list) amounts.set(name, (amounts.get(name) ?? 0) + amountOf(name, list[name]!));
};

const raise = (amounts: Amounts, list: ResourceList | undefined): void => {
  for (const name in list) amounts.set(name, Math.max(amounts.get(name) ?? 0, amountOf(name, list[name]!)));
};

const nonZeroCpuOf = ({ resources }: Container): number =>
  resources?.requests?.cpu === undefined ? defaultCpuMillis : cpuMillis(resources.requests.cpu);
const nonZeroMemoryOf = ({ resources }: Container): number =>
  resources?.requests?.memory === undefined ? defaultMemoryBytes : valueOf(resources.requests.memory);

const nonZero = (spec: PodSpec, amount: (container: Container) => number, overhead: number): number => {
  let sum = 0;
  for (const container of spec.containers) sum += amount(container);
  for (const container of spec.initContainers ?? []) sum = Math.max(sum, amount(container));
  return sum + overhead;
};

const isNative = (name: string): boolean =>
  name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' || name === 'pods';

/** The resources that have no field of their own. */
export const scalarsOf = (amounts: ReadonlyMap<string, number>): ReadonlyMap<string, number> | undefined => {
  let scalars: Map<string, number> | undefined;
  for (const [name, amount] of amounts) if (!isNative(name)) (scalars ??= new Map()).set(name, amount);
  return scalars;
};

const compute = (spec: PodSpec): Requests => {
  const amounts: Amounts = new Map();
  for (const container of spec.containers) add(amounts, container.resources?.requests);
  for (const container of spec.initContainers ?? []) raise(amounts, container.resources?.requests);
  add(amounts, spec.overhead);
  return {
    cpuMillis: amounts.get('cpu') ?? 0,
    memoryBytes: amounts.get('memory') ?? 0,
    storageBytes: amounts.get('ephemeral-storage') ?? 0,
    scalars: scalarsOf(amounts),
    nonZeroCpuMillis: nonZero(spec, nonZeroCpuOf, cpuMillis(spec.overhead?.cpu)),
    nonZeroMemoryBytes: nonZero(spec, nonZeroMemoryOf, valueOf(spec.overhead?.memory)),
  };
};

const cache = new WeakMap<readonly Container[], Requests>();

/** @source k8s 1.20 pkg/scheduler/framework/v1alpha1/types.go calculateResource */
export const requestsOf = (spec: PodSpec): Requests => {
  if (spec.initContainers !== undefined || spec.overhead !== undefined) return compute(spec);
  let requests = cache.get(spec.containers);
  if (requests === undefined) cache.set(spec.containers, (requests = compute(spec)));
  return requests;
};
