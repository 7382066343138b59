/** InterPodAffinity: required pod (anti-)affinity, of the pod and of those already placed, and their preferences. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubernetesVersion } from '../../../kube/index.ts';
import { reject, type Cycle, type NodeFilter, type Rejection, type SchedulerPlugin } from '../plugin.ts';
import { interPodAffinityScore } from '../inter-pod-affinity-score.ts';
import { countByAllTerms, countByTerm, TopologyCounts } from '../topology-counts.ts';
import { termMatches } from '../pod-info.ts';

const rejectionIn = (version: KubernetesVersion, reason: string, isResolvable: boolean): Rejection =>
  isAtLeast(version, 22)
    ? reject(reason, isResolvable)
    : { reasons: ["node(s) didn't match pod affinity/anti-affinity", reason], isResolvable };

/** How often the required anti-affinity of placed pods speaks against this pod, by topology. */
const countExistingAntiAffinity = ({ pod, snapshot }: Cycle): TopologyCounts => {
  const counts = new TopologyCounts();
  for (const node of snapshot.podsWithRequiredAntiAffinity) {
    if (node.node === undefined) continue;
    for (const existing of node.podsWithRequiredAntiAffinity) {
      for (const term of existing.antiAffinity.required) {
        if (termMatches(term, pod.namespace, pod.labels)) counts.add(term.topologyKey, node, 1);
      }
    }
  }
  return counts;
};

const affinityFilter = (cycle: Cycle): NodeFilter | undefined => {
  const { pod, snapshot, version } = cycle;
  const terms = pod.affinity.required;
  if (terms.length === 0) return undefined;
  const counts = new TopologyCounts();
  const counter = countByAllTerms(snapshot, terms);
  for (const [node, count] of counter.entries())
    for (const term of terms) counts.add(term.topologyKey, node, count);
  // The first of a series whose members want each other's company may go anywhere.
  const isFirst = counts.isEmpty && terms.every((term) => termMatches(term, pod.namespace, pod.labels));
  const rejection = rejectionIn(version, "node(s) didn't match pod affinity rules", false);
  return ({ labels }) => {
    let isMatched = true;
    for (const { topologyKey } of terms) {
      const value = labels[topologyKey];
      if (value === undefined) return rejection;
      if (counts.get(topologyKey, value) <= 0) isMatched = false;
    }
    return isMatched || isFirst ? undefined : rejection;
  };
};

const antiAffinityFilter = (cycle: Cycle): NodeFilter | undefined => {
  const { pod, snapshot, version } = cycle;
  const counts = new TopologyCounts();
  for (const term of pod.antiAffinity.required) {
    for (const [node, count] of countByTerm(snapshot, term).entries())
      counts.add(term.topologyKey, node, count);
  }
  if (counts.isEmpty) return undefined;
  const rejection = rejectionIn(version, "node(s) didn't match pod anti-affinity rules", true);
  return ({ labels }) => {
    for (const { topologyKey } of pod.antiAffinity.required) {
      const value = labels[topologyKey];
      if (value !== undefined && counts.get(topologyKey, value) > 0) return rejection;
    }
    return undefined;
  };
};

const existingAntiAffinityFilter = (cycle: Cycle): NodeFilter | undefined => {
  if (cycle.snapshot.podsWithRequiredAntiAffinity.size === 0) return undefined;
  const counts = countExistingAntiAffinity(cycle);
  if (counts.isEmpty) return undefined;
  const rejection = rejectionIn(
    cycle.version,
    "node(s) didn't satisfy existing pods anti-affinity rules",
    true,
  );
  return ({ labels }) => {
    for (const key of counts.keys()) {
      const value = labels[key];
      if (value !== undefined && counts.get(key, value) > 0) return rejection;
    }
    return undefined;
  };
};

/** @source k8s 1.20 pkg/scheduler/framework/plugins/interpodaffinity/filtering.go */
export const interPodAffinity: SchedulerPlugin = {
  name: 'InterPodAffinity',
  filter(cycle) {
    const filters = [
      affinityFilter(cycle),
      antiAffinityFilter(cycle),
      existingAntiAffinityFilter(cycle),
    ].filter((filter) => filter !== undefined);
    if (filters.length <= 1) return filters[0];
    return (node) => {
      for (const filter of filters) {
        const rejection = filter(node);
        if (rejection !== undefined) return rejection;
      }
      return undefined;
    };
  },
  score: interPodAffinityScore,
};
