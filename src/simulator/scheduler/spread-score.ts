/** The score of PodTopologySpread: the fewer matching pods a node's topologies have, the better. */
import { hasBackport, isAtLeast, matchesNodeAffinity } from '../../kube/index.ts';
import type { NodeInfo } from './node-info.ts';
import { maxNodeScore, type Cycle } from './plugin.ts';
import {
  countByConstraint,
  defaultSpreadConstraints,
  hasAllTopologies,
  hostnameLabel,
  spreadConstraintsOf,
  type SpreadConstraint,
} from './spread-constraint.ts';

/** How many matching pods the node's topology has, for each node that is scored. */
type CountOn = (node: NodeInfo) => number | undefined;

const countsOf = (
  cycle: Cycle,
  constraint: SpreadConstraint,
  scored: readonly NodeInfo[],
  eligible: readonly NodeInfo[],
) => {
  const { topologyKey } = constraint;
  const counter = countByConstraint(cycle, constraint);
  if (topologyKey === hostnameLabel) {
    const countOn: CountOn = (node) =>
      node.labels[topologyKey] === undefined ? undefined : counter.on(node);
    return { countOn, size: scored.length };
  }
  const values = new Map<string, number>();
  for (const { labels } of scored) {
    const value = labels[topologyKey];
    if (value !== undefined) values.set(value, 0);
  }
  for (const node of eligible) {
    const value = node.labels[topologyKey];
    const count = value === undefined ? undefined : values.get(value);
    if (count !== undefined) values.set(value!, count + counter.on(node));
  }
  const countOn: CountOn = ({ labels }) =>
    labels[topologyKey] === undefined ? undefined : values.get(labels[topologyKey]);
  return { countOn, size: values.size };
};

/** Since when the default constraints count on nodes without a zone: a fix of 1.23, carried back. @source kubernetes/kubernetes#105046 */
const lenientSince = { 20: 14, 21: 8, 22: 5 };

/**
 * Nodes that lack one of the topologies score 0; since 1.23 only constraints that the pod states itself ask for all of them.
 * @source k8s 1.20 pkg/scheduler/framework/plugins/podtopologyspread/scoring.go
 */
export const spreadScore = (
  cycle: Cycle,
  nodes: readonly NodeInfo[],
  scores: Float64Array,
): number | undefined => {
  const { pod, snapshot, version } = cycle;
  const hasOwn = (pod.pod.spec.topologySpreadConstraints ?? []).length > 0;
  const defaults = (): readonly SpreadConstraint[] =>
    isAtLeast(version, 20) ? defaultSpreadConstraints(cycle) : [];
  const constraints = hasOwn ? spreadConstraintsOf(pod, 'ScheduleAnyway') : defaults();
  if (constraints.length === 0) return maxNodeScore;
  const isStrict = hasOwn || !hasBackport(version, 23, lenientSince);
  const isScored = (node: NodeInfo): boolean => !isStrict || hasAllTopologies(node, constraints);
  const scored = nodes.filter(isScored);
  if (scored.length === 0) return 0;
  const isByHostOnly = constraints.every(({ topologyKey }) => topologyKey === hostnameLabel);
  const eligible = isByHostOnly
    ? []
    : snapshot.nodes.filter((node) => matchesNodeAffinity(pod.pod.spec, node) && isScored(node));
  const parts = constraints.map((constraint) => {
    const { countOn, size } = countsOf(cycle, constraint, scored, eligible);
    return { countOn, weight: Math.log(size + 2), allowance: constraint.maxSkew - 1 };
  });
  let [least, greatest] = [Infinity, 0];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index]!;
    if (!isScored(node)) continue;
    let sum = 0;
    for (const { countOn, weight, allowance } of parts) {
      const count = countOn(node);
      if (count !== undefined) sum += count * weight + allowance;
    }
    const score = isAtLeast(version, 24) ? Math.round(sum) : Math.trunc(sum);
    scores[index] = score;
    least = Math.min(least, score);
    greatest = Math.max(greatest, score);
  }
  for (let index = 0; index < nodes.length; index++) {
    if (!isScored(nodes[index]!)) scores[index] = 0;
    else
      scores[index] =
        greatest === 0
          ? maxNodeScore
          : Math.trunc((maxNodeScore * (greatest + least - scores[index]!)) / greatest);
  }
  return undefined;
};
