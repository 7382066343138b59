/** PodTopologySpread: hard spread constraints reject nodes that would skew a topology, soft ones rank. */
import { matchesNodeAffinity } from '../../../kube/index.ts';
import type { NodeInfo } from '../node-info.ts';
import { reject, type Cycle, type SchedulerPlugin } from '../plugin.ts';
import { spreadScore } from '../spread-score.ts';
import {
  countByConstraint,
  hasAllTopologies,
  spreadConstraintsOf,
  type SpreadConstraint,
} from '../spread-constraint.ts';

const skewed = reject("node(s) didn't match pod topology spread constraints", true);
const unlabelled = reject(
  "node(s) didn't match pod topology spread constraints (missing required label)",
  false,
);

/** How many matching pods each value of the constraint's topology has, of the nodes the pod may go to. */
const countByValue = (
  cycle: Cycle,
  constraint: SpreadConstraint,
  eligible: readonly NodeInfo[],
): Map<string, number> => {
  const counter = countByConstraint(cycle, constraint);
  const counts = new Map<string, number>();
  for (const node of eligible) {
    const value = node.labels[constraint.topologyKey]!;
    counts.set(value, (counts.get(value) ?? 0) + counter.on(node));
  }
  return counts;
};

/** @source k8s 1.20 pkg/scheduler/framework/plugins/podtopologyspread/filtering.go */
export const podTopologySpread: SchedulerPlugin = {
  name: 'PodTopologySpread',
  filter(cycle) {
    const { pod, snapshot } = cycle;
    const constraints = spreadConstraintsOf(pod, 'DoNotSchedule');
    if (constraints.length === 0) return undefined;
    const eligible = snapshot.nodes.filter(
      (node) => matchesNodeAffinity(pod.pod.spec, node) && hasAllTopologies(node, constraints),
    );
    const checks = constraints.map((constraint) => {
      const counts = countByValue(cycle, constraint, eligible);
      return {
        ...constraint,
        counts,
        least: counts.size === 0 ? undefined : Math.min(...counts.values()),
        self: constraint.selector.matches(pod.labels) ? 1 : 0,
      };
    });
    return ({ labels }) => {
      for (const { topologyKey, counts, least, self, maxSkew } of checks) {
        const value = labels[topologyKey];
        if (value === undefined) return unlabelled;
        if (least !== undefined && (counts.get(value) ?? 0) + self - least > maxSkew) return skewed;
      }
      return undefined;
    };
  },
  score: spreadScore,
};
