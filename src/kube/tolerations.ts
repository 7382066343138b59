/** Taints against tolerations: which taint keeps a pod off a node, and how long a pod may stay on one. */
import type { Taint, Toleration } from './objects/index.ts';

/**
 * True when `toleration` tolerates `taint`: an absent effect or key matches every one, an absent operator means Equal.
 * @source k8s 1.20 api/core/v1/toleration.go ToleratesTaint
 */
export const toleratesTaint = (toleration: Toleration, taint: Taint): boolean => {
  if ((toleration.effect ?? '') !== '' && toleration.effect !== taint.effect) return false;
  if ((toleration.key ?? '') !== '' && toleration.key !== taint.key) return false;
  switch (toleration.operator ?? '') {
    case '':
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    case 'Exists':
      return true;
    default:
      return false;
  }
};

/**
 * The first of `taints` that `isConcerned` accepts and no toleration tolerates; undefined when there is none.
 * @source k8s 1.20 pkg/apis/core/v1/helper/helpers.go FindMatchingUntoleratedTaint
 */
export const findUntoleratedTaint = (
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
  isConcerned: (taint: Taint) => boolean,
): Taint | undefined =>
  taints.find(
    (taint) => isConcerned(taint) && !tolerations.some((toleration) => toleratesTaint(toleration, taint)),
  );

/** The taints that keep a pod from being placed on a node. */
export const repels = (taint: Taint): boolean =>
  taint.effect === 'NoSchedule' || taint.effect === 'NoExecute';

/**
 * For each taint the first toleration that tolerates it; undefined when one of the taints is not tolerated.
 * @source k8s 1.20 pkg/apis/core/v1/helper/helpers.go GetMatchingTolerations
 */
export const matchingTolerations = (
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
): readonly Toleration[] | undefined => {
  const used: Toleration[] = [];
  for (const taint of taints) {
    const toleration = tolerations.find((candidate) => toleratesTaint(candidate, taint));
    if (toleration === undefined) return undefined;
    used.push(toleration);
  }
  return used;
};

/**
 * How many seconds a pod may stay under the taints that `used` tolerate: the least tolerationSeconds; 0 when none is used
 * or one is not positive; undefined when it may stay for ever.
 * @source k8s 1.20 pkg/controller/nodelifecycle/scheduler/taint_manager.go getMinTolerationTime
 */
export const minTolerationSeconds = (used: readonly Toleration[]): number | undefined => {
  if (used.length === 0) return 0;
  let least: number | undefined;
  for (const { tolerationSeconds } of used) {
    if (tolerationSeconds === undefined) continue;
    if (tolerationSeconds <= 0) return 0;
    if (least === undefined || tolerationSeconds < least) least = tolerationSeconds;
  }
  return least;
};
