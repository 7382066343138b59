/** A pod that waits to be scheduled, and the heap that orders such pods. */
import type { PodInfo } from './pod-info.ts';

export interface WaitingPod {
  info: PodInfo;
  /** When it came into the queue it is in now. */
  sinceMs: number;
  /** The order of coming, among equals. */
  sequence: number;
  attempts: number;
  /** Which of the queues it is in; 'out' while it is being scheduled, or when it has left. */
  place: 'active' | 'backoff' | 'unschedulable' | 'out';
}

/** Higher priority first, then who has waited longer. @source k8s 1.20 pkg/scheduler/framework/plugins/queuesort/priority_sort.go */
const isBefore = (a: WaitingPod, b: WaitingPod): boolean => {
  if (a.info.priority !== b.info.priority) return a.info.priority > b.info.priority;
  return a.sinceMs < b.sinceMs || (a.sinceMs === b.sinceMs && a.sequence < b.sequence);
};

/** A heap of pods; one that has left the active queue, or came back into it since, is passed over. */
export class ActiveHeap {
  readonly #heap: { pod: WaitingPod; sequence: number }[] = [];

  push(pod: WaitingPod): void {
    const entry = { pod, sequence: pod.sequence };
    let index = this.#heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(pod, this.#heap[parent]!.pod)) break;
      this.#heap[index] = this.#heap[parent]!;
      index = parent;
    }
    this.#heap[index] = entry;
  }

  /** The first pod, which stays. */
  peek(): WaitingPod | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined) return undefined;
      if (first.pod.place === 'active' && first.pod.sequence === first.sequence) return first.pod;
      this.#removeFirst();
    }
  }

  pop(): WaitingPod | undefined {
    const first = this.peek();
    if (first !== undefined) this.#removeFirst();
    return first;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    let index = 0;
    for (;;) {
      let least = 2 * index + 1;
      if (least >= this.#heap.length) break;
      const right = least + 1;
      if (right < this.#heap.length && isBefore(this.#heap[right]!.pod, this.#heap[least]!.pod))
        least = right;
      if (!isBefore(this.#heap[least]!.pod, last.pod)) break;
      this.#heap[index] = this.#heap[least]!;
      index = least;
    }
    this.#heap[index] = last;
  }
}
