/** NominatedPods: which pods wait for the place on a node that preemption is freeing for them. */
import type { PodInfo } from './pod-info.ts';

/** @source k8s 1.20 pkg/scheduler/internal/queue/scheduling_queue.go nominatedPodMap */
export class NominatedPods {
  readonly #byNode = new Map<string, readonly PodInfo[]>();
  readonly #nodeOf = new Map<string, string>();

  get byNode(): ReadonlyMap<string, readonly PodInfo[]> {
    return this.#byNode;
  }

  /** Nominates the pod to `nodeName`, or, where that is empty, to the node its status names. */
  add(pod: PodInfo, nodeName = ''): void {
    this.delete(pod.key);
    const name = nodeName === '' ? (pod.pod.status?.nominatedNodeName ?? '') : nodeName;
    if (name === '') return;
    this.#nodeOf.set(pod.key, name);
    this.#byNode.set(name, [...(this.#byNode.get(name) ?? []), pod]);
  }

  delete(key: string): void {
    const name = this.#nodeOf.get(key);
    if (name === undefined) return;
    this.#nodeOf.delete(key);
    const left = (this.#byNode.get(name) ?? []).filter((pod) => pod.key !== key);
    if (left.length === 0) this.#byNode.delete(name);
    else this.#byNode.set(name, left);
  }
}
