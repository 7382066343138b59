/** The score of InterPodAffinity: the wishes of the pod about placed pods, and of placed pods about it. */
import { isAtLeast } from '../../kube/index.ts';
import type { NodeInfo } from './node-info.ts';
import { termMatches, type AffinityTerm, type PodInfo } from './pod-info.ts';
import { maxNodeScore, type Cycle } from './plugin.ts';
import { countByTerm, TopologyCounts } from './topology-counts.ts';

const hardPodAffinityWeight = 1;

const addWishesOfExisting = (
  counts: TopologyCounts,
  existing: PodInfo,
  pod: PodInfo,
  node: NodeInfo,
): void => {
  const add = (term: AffinityTerm, weight: number): void => {
    if (termMatches(term, pod.namespace, pod.labels)) counts.add(term.topologyKey, node, weight);
  };
  for (const term of existing.affinity.required) add(term, hardPodAffinityWeight);
  for (const term of existing.affinity.preferred) add(term, term.weight);
  for (const term of existing.antiAffinity.preferred) add(term, -term.weight);
};

const countWishes = ({ pod, snapshot }: Cycle): TopologyCounts => {
  const counts = new TopologyCounts();
  const addWishes = (terms: readonly AffinityTerm[], sign: 1 | -1): void => {
    for (const term of terms) {
      for (const [node, count] of countByTerm(snapshot, term).entries())
        counts.add(term.topologyKey, node, sign * term.weight * count);
    }
  };
  addWishes(pod.affinity.preferred, 1);
  addWishes(pod.antiAffinity.preferred, -1);
  for (const node of snapshot.podsWithAffinity) {
    if (node.node === undefined) continue;
    for (const existing of node.podsWithAffinity) addWishesOfExisting(counts, existing, pod, node);
  }
  return counts;
};

/** @source k8s 1.20 pkg/scheduler/framework/plugins/interpodaffinity/scoring.go */
export const interPodAffinityScore = (
  cycle: Cycle,
  nodes: readonly NodeInfo[],
  scores: Float64Array,
): number | undefined => {
  const { pod, snapshot, version } = cycle;
  if (
    snapshot.podsWithAffinity.size === 0 &&
    pod.affinity.preferred.length === 0 &&
    pod.antiAffinity.preferred.length === 0
  )
    return 0;
  const counts = countWishes(cycle);
  if (counts.isEmpty) return 0;
  // Until 1.20 the range always held 0.
  let [least, greatest] = isAtLeast(version, 21) ? [Infinity, -Infinity] : [0, 0];
  for (const [index, { labels }] of nodes.entries()) {
    let score = 0;
    for (const key of counts.keys()) {
      const value = labels[key];
      if (value !== undefined) score += counts.get(key, value);
    }
    scores[index] = score;
    least = Math.min(least, score);
    greatest = Math.max(greatest, score);
  }
  if (greatest === least) return 0;
  for (let index = 0; index < nodes.length; index++) {
    scores[index] = Math.trunc(maxNodeScore * ((scores[index]! - least) / (greatest - least)));
  }
  return undefined;
};
