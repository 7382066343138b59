/** Scoring: the weighted sum of the plugins' scores, and the choice among the best. */
import type { NodeInfo } from './node-info.ts';
import type { Cycle } from './plugin.ts';
import type { Profile } from './profile.ts';

let scratch = new Float64Array(128);

/** Each plugin's score times its weight: per node, or one number where all nodes score the same. */
export const weightedScores = (
  cycle: Cycle,
  profile: Profile,
  nodes: readonly NodeInfo[],
): Record<string, number[]> => {
  const all: Record<string, number[]> = {};
  for (const { plugin, weight } of profile.scores) {
    const scores = new Float64Array(nodes.length);
    const same = plugin.score?.(cycle, nodes, scores);
    all[plugin.name] = [...scores].map((score) => (same ?? score) * weight);
  }
  return all;
};

/** The sum over the plugins for each node; what all nodes have in common is left out. */
export const totalScores = (cycle: Cycle, profile: Profile, nodes: readonly NodeInfo[]): Float64Array => {
  const count = nodes.length;
  if (scratch.length < count) scratch = new Float64Array(2 * count);
  const totals = new Float64Array(count);
  for (const { plugin, weight } of profile.scores) {
    if (plugin.score?.(cycle, nodes, scratch) !== undefined) continue;
    for (let index = 0; index < count; index++) totals[index] = totals[index]! + scratch[index]! * weight;
  }
  return totals;
};

/**
 * One of the nodes with the highest total, each with the same chance.
 * @source k8s 1.20 pkg/scheduler/core/generic_scheduler.go selectHost
 */
export const selectNode = (
  nodes: readonly NodeInfo[],
  totals: Float64Array,
  below: (limit: number) => number,
): NodeInfo => {
  let selected = nodes[0]!;
  let greatest = totals[0]!;
  let equals = 1;
  for (let index = 1; index < nodes.length; index++) {
    const total = totals[index]!;
    if (total > greatest) {
      [greatest, selected, equals] = [total, nodes[index]!, 1];
    } else if (total === greatest) {
      equals++;
      if (below(equals) === 0) selected = nodes[index]!;
    }
  }
  return selected;
};
