/** What a scheduler plugin is: filters that reject nodes for a pod, and scores that rank those that are left. */
import type { KubernetesVersion } from '../../kube/index.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';

/** Why a node does not fit, and whether evicting pods from it could help (upstream's Unschedulable against UnschedulableAndUnresolvable). */
export interface Rejection {
  reasons: readonly string[];
  isResolvable: boolean;
  /** The reason is told as it stands, of no node: the cycle failed. */
  isError?: boolean;
}

export interface Cycle {
  pod: PodInfo;
  snapshot: Snapshot;
  version: KubernetesVersion;
}

export type NodeFilter = (node: NodeInfo) => Rejection | undefined;

export interface SchedulerPlugin {
  /** Upstream's name. */
  name: string;
  /** A rejection that holds for every node. */
  preFilter?(cycle: Cycle): Rejection | undefined;
  /** Looks at pod and cluster once; undefined when no node can be rejected. */
  filter?(cycle: Cycle): NodeFilter | undefined;
  /**
   * Writes the normalised score (whole, 0..100) of `nodes[i]` to `scores[i]` and answers nothing; or answers one number that is
   * the score of all of them.
   */
  score?(cycle: Cycle, nodes: readonly NodeInfo[], scores: Float64Array): number | undefined;
}

export const maxNodeScore = 100;

/**
 * Scales scores to 0..100 by the greatest of them; `isReversed`: less is better.
 * @source k8s 1.20 pkg/scheduler/framework/plugins/helper/normalize_score.go DefaultNormalizeScore
 */
export const normalizeScores = (scores: Float64Array, count: number, isReversed: boolean): void => {
  let greatest = 0;
  for (let index = 0; index < count; index++) greatest = Math.max(greatest, scores[index]!);
  for (let index = 0; index < count; index++) {
    if (greatest === 0) scores[index] = isReversed ? maxNodeScore : scores[index]!;
    else {
      const score = Math.trunc((maxNodeScore * scores[index]!) / greatest);
      scores[index] = isReversed ? maxNodeScore - score : score;
    }
  }
};

const rejections = new Map<string, Rejection>();

/** A rejection for one reason; the same object for the same reason. */
export const reject = (reason: string, isResolvable: boolean): Rejection => {
  const key = `${isResolvable ? '+' : '-'}${reason}`;
  let rejection = rejections.get(key);
  if (rejection === undefined) rejections.set(key, (rejection = { reasons: [reason], isResolvable }));
  return rejection;
};
