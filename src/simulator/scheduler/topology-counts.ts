/** TopologyCounts: numbers by topology key and value, and the counts of pods that affinity terms speak of. */
import { matcherKey } from './label-selector.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodCounter } from './pod-counter.ts';
import { termMatches, type AffinityTerm } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';

export class TopologyCounts {
  readonly #counts = new Map<string, Map<string, number>>();

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  /** Adds to the topology that `node` is part of; a node without the label is part of none. */
  add(key: string, node: NodeInfo, amount: number): void {
    const value = node.labels[key];
    if (value === undefined) return;
    let values = this.#counts.get(key);
    if (values === undefined) this.#counts.set(key, (values = new Map()));
    values.set(value, (values.get(value) ?? 0) + amount);
  }

  get(key: string, value: string): number {
    return this.#counts.get(key)?.get(value) ?? 0;
  }

  keys(): Iterable<string> {
    return this.#counts.keys();
  }
}

const textOf = (term: AffinityTerm): string => `${term.namespaces.join(',')} ${matcherKey(term.selector)}`;

/** How many pods of each node a term speaks of. */
export const countByTerm = (snapshot: Snapshot, term: AffinityTerm): PodCounter =>
  snapshot.count(`term ${textOf(term)}`, ({ namespace, labels }) => termMatches(term, namespace, labels));

/** How many pods of each node all of the terms speak of. */
export const countByAllTerms = (snapshot: Snapshot, terms: readonly AffinityTerm[]): PodCounter =>
  snapshot.count(`terms ${terms.map(textOf).join(' ')}`, ({ namespace, labels }) =>
    terms.every((term) => termMatches(term, namespace, labels)),
  );
