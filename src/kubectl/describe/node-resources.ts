/** What the pods on a node have reserved, pod by pod and in all. */
import {
  addQuantities,
  ageOf,
  compareQuantities,
  formatQuantity,
  milliValue,
  parseQuantity,
  wholeValue,
} from '../../kube/index.ts';
import type { Node, Pod, Quantity, ResourceList } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';

type Amounts = Map<string, Quantity>;

const zero = parseQuantity('0');

const add = (into: Amounts, name: string, quantity: Quantity): void => {
  const known = into.get(name);
  into.set(name, known === undefined ? quantity : addQuantities(known, quantity));
};

const addAll = (into: Amounts, amounts: ResourceList | undefined): void => {
  for (const [name, text] of Object.entries(amounts ?? {})) add(into, name, parseQuantity(text));
};

const raiseAll = (into: Amounts, amounts: ResourceList | undefined): void => {
  for (const [name, text] of Object.entries(amounts ?? {})) {
    const quantity = parseQuantity(text);
    const known = into.get(name);
    if (known === undefined || compareQuantities(quantity, known) > 0) into.set(name, quantity);
  }
};

/** @source k8s 1.20 kubectl/pkg/util/resource/resource.go PodRequestsAndLimits */
export const podAmounts = ({ spec }: Pod): { requests: Amounts; limits: Amounts } => {
  const requests: Amounts = new Map();
  const limits: Amounts = new Map();
  for (const { resources } of spec.containers ?? []) {
    addAll(requests, resources?.requests);
    addAll(limits, resources?.limits);
  }
  for (const { resources } of spec.initContainers ?? []) {
    raiseAll(requests, resources?.requests);
    raiseAll(limits, resources?.limits);
  }
  addAll(requests, spec.overhead);
  for (const [name, text] of Object.entries(spec.overhead ?? {})) {
    if (limits.has(name)) add(limits, name, parseQuantity(text));
  }
  return { requests, limits };
};

const smallestInt64 = '-9223372036854775808';

/** A share in whole percent; what Go makes of a division by zero where `isChecked` is false. */
const percent = (part: bigint, whole: bigint, isChecked: boolean): string => {
  if (whole === 0n) return isChecked ? '0' : smallestInt64;
  return String(Math.trunc((Number(part) / Number(whole)) * 100));
};

const standard = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods', 'storage']);
const isExtended = (name: string): boolean => !standard.has(name) && !name.startsWith('hugepages-');

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeNodeResource */
export const nodeResourceLines = (
  writer: DescribeWriter,
  { status }: Node,
  pods: readonly Pod[],
  nowMs: number,
): void => {
  const allocatable =
    Object.keys(status?.allocatable ?? {}).length > 0 ? status!.allocatable! : (status?.capacity ?? {});
  const valueOf = (name: string, quantity: Quantity): bigint =>
    name === 'cpu' ? milliValue(quantity) : wholeValue(quantity);
  const whole = (name: string): bigint => valueOf(name, parseQuantity(allocatable[name] ?? '0'));
  const share = (amounts: Amounts, name: string, isChecked: boolean): string => {
    const quantity = amounts.get(name) ?? zero;
    return `${formatQuantity(quantity)} (${percent(valueOf(name, quantity), whole(name), isChecked)}%)`;
  };
  writer.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  writer.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAGE');
  writer.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  const totals = { requests: new Map<string, Quantity>(), limits: new Map<string, Quantity>() };
  for (const pod of pods) {
    const { requests, limits } = podAmounts(pod);
    for (const [name, quantity] of requests) add(totals.requests, name, quantity);
    for (const [name, quantity] of limits) add(totals.limits, name, quantity);
    const shares = ['cpu', 'memory'].flatMap((name) => [
      share(requests, name, false),
      share(limits, name, false),
    ]);
    writer.line(
      1,
      `${pod.metadata.namespace ?? ''}\t${pod.metadata.name}\t\t${shares.join('\t')}\t${ageOf(pod.metadata.creationTimestamp, nowMs)}`,
    );
  }
  writer.line(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)');
  writer.line(1, 'Resource\tRequests\tLimits');
  writer.line(1, '--------\t--------\t------');
  const both = (name: string): void =>
    writer.line(1, `${name}\t${share(totals.requests, name, true)}\t${share(totals.limits, name, true)}`);
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) both(name);
  const names = Object.keys(allocatable).sort();
  for (const name of names.filter((one) => one.startsWith('hugepages-'))) both(name);
  for (const name of names.filter(isExtended)) {
    const amount = (amounts: Amounts): string => formatQuantity(amounts.get(name) ?? zero);
    writer.line(1, `${name}\t${amount(totals.requests)}\t${amount(totals.limits)}`);
  }
};
