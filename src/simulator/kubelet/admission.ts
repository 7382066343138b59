/** Whether a kubelet takes a pod that was bound to its node: resources, ports, node selector. */
import type { Container, Node, Pod } from '../../kube/index.ts';
import { cpuMillis, matchesNodeAffinity, valueOf } from '../../kube/index.ts';

export interface Rejection {
  reason: string;
  message: string;
}

const amountOf = (resource: string, quantity: string | undefined): number =>
  quantity === undefined ? 0 : resource === 'cpu' ? cpuMillis(quantity) : valueOf(quantity);

/** The larger of the sum over containers and the largest init container, per resource, plus the overhead. */
const podRequest = (pod: Pod, resource: string): number => {
  const request = ({ resources }: Container): number => amountOf(resource, resources?.requests?.[resource]);
  const together = pod.spec.containers.reduce((sum, container) => sum + request(container), 0);
  const largest = Math.max(0, ...(pod.spec.initContainers ?? []).map(request));
  return Math.max(together, largest) + amountOf(resource, pod.spec.overhead?.[resource]);
};

function* hostPorts(pod: Pod): Generator<{ protocol: string; port: number; address: string }> {
  for (const { ports } of pod.spec.containers) {
    for (const { hostPort, protocol, hostIP } of ports ?? [])
      if (hostPort !== undefined && hostPort > 0)
        yield { protocol: protocol ?? 'TCP', port: hostPort, address: hostIP ?? '0.0.0.0' };
  }
}

type Requests = readonly (readonly [resource: string, amount: number])[];

const readRequests = (pod: Pod): Requests => {
  const names = new Set(
    [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].flatMap(({ resources }) =>
      Object.keys(resources?.requests ?? {}),
    ),
  );
  return [...names].map((resource) => [resource, podRequest(pod, resource)] as const);
};

/** Pods of one template share its containers, and request the same. */
const requestsByContainers = new WeakMap<readonly Container[], Requests>();

const requestsOf = (pod: Pod): Requests => {
  const { containers, initContainers, overhead } = pod.spec;
  if (initContainers !== undefined || overhead !== undefined) return readRequests(pod);
  let requests = requestsByContainers.get(containers);
  if (requests === undefined) requestsByContainers.set(containers, (requests = readRequests(pod)));
  return requests;
};

/** What the pods that a kubelet has taken hold of its node. */
export class Reservations {
  readonly #requested = new Map<string, number>();
  readonly #pods = new Map<string, Pod>();
  readonly #withPorts = new Map<string, Pod>();

  get podCount(): number {
    return this.#pods.size;
  }

  requested(resource: string): number {
    return this.#requested.get(resource) ?? 0;
  }

  add(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    if (this.#pods.has(uid)) return;
    this.#pods.set(uid, pod);
    for (const [resource, amount] of requestsOf(pod))
      this.#requested.set(resource, this.requested(resource) + amount);
    if (!hostPorts(pod).next().done) this.#withPorts.set(uid, pod);
  }

  remove(uid: string): void {
    const pod = this.#pods.get(uid);
    if (pod === undefined) return;
    this.#pods.delete(uid);
    this.#withPorts.delete(uid);
    for (const [resource, amount] of requestsOf(pod))
      this.#requested.set(resource, this.requested(resource) - amount);
  }

  hasPortConflict(pod: Pod): boolean {
    const wanted = [...hostPorts(pod)];
    if (wanted.length === 0) return false;
    for (const other of this.#withPorts.values()) {
      for (const used of hostPorts(other)) {
        const isTaken = wanted.some(({ protocol, port, address }) => {
          if (protocol !== used.protocol || port !== used.port) return false;
          return address === used.address || address === '0.0.0.0' || used.address === '0.0.0.0';
        });
        if (isTaken) return true;
      }
    }
    return false;
  }
}

/**
 * @source k8s 1.20 pkg/kubelet/lifecycle/predicate.go GeneralPredicates, Admit
 * @param taken what the pods that this kubelet runs already hold
 */
export const admissionRejection = (pod: Pod, node: Node, taken: Reservations): Rejection | undefined => {
  const allocatable = node.status?.allocatable ?? {};
  const tooLittle = (resource: string, requested: number, used: number, capacity: number): Rejection => ({
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  });
  const maxPods = valueOf(allocatable['pods'] ?? '110');
  if (taken.podCount + 1 > maxPods) return tooLittle('pods', 1, taken.podCount, maxPods);
  for (const [resource, requested] of requestsOf(pod)) {
    if (requested === 0) continue;
    const capacity = amountOf(resource, allocatable[resource]);
    const used = taken.requested(resource);
    if (requested + used > capacity) return tooLittle(resource, requested, used, capacity);
  }
  const failed = (name: string): Rejection => ({ reason: name, message: `Predicate ${name} failed` });
  if (taken.hasPortConflict(pod)) return failed('NodePorts');
  if (!matchesNodeAffinity(pod.spec, { name: node.metadata.name, labels: node.metadata.labels ?? {} }))
    return failed('NodeAffinity');
  return undefined;
};
