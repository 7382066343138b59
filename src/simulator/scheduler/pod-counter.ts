/** PodCounter: how many pods of one kind each node has, kept as pods come and go so that no cycle has to look at every pod. */
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

export class PodCounter {
  readonly #isCounted: (pod: PodInfo) => boolean;
  readonly #counts = new Map<NodeInfo, number>();
  total = 0;

  constructor(isCounted: (pod: PodInfo) => boolean) {
    this.#isCounted = isCounted;
  }

  add(pod: PodInfo, node: NodeInfo, difference: 1 | -1): void {
    if (!this.#isCounted(pod)) return;
    const count = (this.#counts.get(node) ?? 0) + difference;
    if (count === 0) this.#counts.delete(node);
    else this.#counts.set(node, count);
    this.total += difference;
  }

  on(node: NodeInfo): number {
    return this.#counts.get(node) ?? 0;
  }

  /** The nodes that have any, each with its count. */
  entries(): Iterable<[NodeInfo, number]> {
    return this.#counts;
  }
}

/** The counters in use, by the text of what they count; the one unused for longest gives way. */
export class PodCounters {
  readonly #counters = new Map<string, PodCounter>();
  readonly #limit: number;

  constructor(limit = 256) {
    this.#limit = limit;
  }

  get(text: string, isCounted: (pod: PodInfo) => boolean, nodes: Iterable<NodeInfo>): PodCounter {
    let counter = this.#counters.get(text);
    if (counter !== undefined) this.#counters.delete(text);
    else {
      counter = new PodCounter(isCounted);
      for (const node of nodes) for (const pod of node.pods.values()) counter.add(pod, node, 1);
      if (this.#counters.size >= this.#limit) this.#counters.delete(this.#counters.keys().next().value!);
    }
    this.#counters.set(text, counter);
    return counter;
  }

  add(pod: PodInfo, node: NodeInfo, difference: 1 | -1): void {
    for (const counter of this.#counters.values()) counter.add(pod, node, difference);
  }
}
