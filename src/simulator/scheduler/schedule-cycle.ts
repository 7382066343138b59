/** One scheduling cycle, pure: a pod and a snapshot in, a node or the reasons against all of them out. */
import { noNodesMessage, refusalMessage } from './fit-error.ts';
import type { NodeInfo } from './node-info.ts';
import { findFeasibleNodes } from './feasible-nodes.ts';
import type { PodInfo } from './pod-info.ts';
import type { Cycle, Rejection } from './plugin.ts';
import type { Profile } from './profile.ts';
import { selectNode, totalScores } from './scoring.ts';
import type { Snapshot } from './snapshot.ts';

export interface CycleOptions {
  profile: Profile;
  /** A whole number in [0, limit): decides between equally good nodes. */
  below(limit: number): number;
  /** The index of the node to look at first; see `nextStart` of the outcome. */
  start?: number;
  /** Pods of at least this pod's priority that wait for their place on a node, by the node's name. */
  nominated?: ReadonlyMap<string, readonly PodInfo[]>;
}

export type CycleOutcome =
  | { ok: true; node: NodeInfo; evaluated: number; feasible: number; nextStart: number }
  | {
      ok: false;
      message: string;
      rejections: ReadonlyMap<NodeInfo, Rejection>;
      nextStart: number;
      refusal?: Rejection;
    };

/**
 * Finds the best node for a pod.
 * @source k8s 1.20 pkg/scheduler/core/generic_scheduler.go Schedule
 */
export const scheduleCycle = (pod: PodInfo, snapshot: Snapshot, options: CycleOptions): CycleOutcome => {
  const { profile, start = 0 } = options;
  const { nodes } = snapshot;
  if (nodes.length === 0) return { ok: false, message: noNodesMessage, rejections: new Map(), nextStart: 0 };
  const cycle: Cycle = { pod, snapshot, version: snapshot.version };
  const found = findFeasibleNodes(cycle, profile, start, options.nominated);
  const { feasible, rejections, nextStart } = found;
  if (feasible.length === 0)
    return { ...found, ok: false, message: refusalMessage(nodes.length, found, cycle.version) };
  const evaluated = feasible.length + rejections.size;
  if (feasible.length === 1) return { ok: true, node: feasible[0]!, evaluated, feasible: 1, nextStart };
  const node = selectNode(feasible, totalScores(cycle, profile, feasible), options.below);
  return { ok: true, node, evaluated, feasible: feasible.length, nextStart };
};
