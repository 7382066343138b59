/** Pod ranking: which of a controller's pods it can best do without, and so deletes first. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubernetesVersion, Pod } from '../../kube/index.ts';
import { isPodActive, isPodReady, readySinceMs } from './pod-state.ts';

const deletionCostAnnotation = 'controller.kubernetes.io/pod-deletion-cost';

const phaseOrder: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** A pod with what it is judged by, read once. */
interface Judged {
  pod: Pod;
  isAssigned: boolean;
  phase: number;
  isReady: boolean;
  cost: number;
  /** How many related pods share its node. */
  rank: number;
  readySinceMs: number | undefined;
  restarts: number;
  createdMs: number | undefined;
}

const deletionCostOf = (pod: Pod): number => {
  const text = pod.metadata.annotations?.[deletionCostAnnotation] ?? '';
  return /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0;
};

const timeOf = (text: string | undefined): number | undefined => {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
};

const judge = (pod: Pod, rank: number): Judged => {
  const sinceMs = readySinceMs(pod);
  return {
    pod,
    isAssigned: (pod.spec.nodeName ?? '') !== '',
    phase: phaseOrder[pod.status?.phase ?? ''] ?? 0,
    isReady: isPodReady(pod),
    cost: deletionCostOf(pod),
    rank,
    readySinceMs: sinceMs === undefined || Number.isNaN(sinceMs) ? undefined : sinceMs,
    restarts: (pod.status?.containerStatuses ?? []).reduce(
      (most, { restartCount }) => Math.max(most, restartCount),
      0,
    ),
    createdMs: timeOf(pod.metadata.creationTimestamp),
  };
};

/** False first. */
const compareFlags = (a: boolean, b: boolean): number => Number(a) - Number(b);

/** No time first, then the later one. */
const compareTimes = (a: number | undefined, b: number | undefined): number => {
  if (a === undefined || b === undefined) return compareFlags(a !== undefined, b !== undefined);
  return b - a;
};

/** The age's power of two in nanoseconds; -1 for none. @source k8s 1.22 pkg/controller/controller_utils.go logarithmicRankDiff */
const ageRank = (sinceMs: number, nowMs: number): number =>
  nowMs > sinceMs ? Math.trunc(Math.log2((nowMs - sinceMs) * 1e6)) : -1;

const compareAges =
  (nowMs: number) =>
  (a: Judged, b: Judged, timeMs: (judged: Judged) => number | undefined): number => {
    const [left, right] = [timeMs(a), timeMs(b)];
    if (left === right) return 0;
    if (left === undefined || right === undefined) return compareTimes(left, right);
    const difference = ageRank(left, nowMs) - ageRank(right, nowMs);
    return difference !== 0 ? difference : (a.pod.metadata.uid ?? '') < (b.pod.metadata.uid ?? '') ? -1 : 1;
  };

const comparePods = (version: KubernetesVersion, nowMs: number): ((a: Judged, b: Judged) => number) => {
  const hasCosts = isAtLeast(version, 22);
  const compareByAge = isAtLeast(version, 22)
    ? compareAges(nowMs)
    : (a: Judged, b: Judged, timeMs: (judged: Judged) => number | undefined): number =>
        compareTimes(timeMs(a), timeMs(b));
  return (a, b) =>
    compareFlags(a.isAssigned, b.isAssigned) ||
    a.phase - b.phase ||
    compareFlags(a.isReady, b.isReady) ||
    (hasCosts ? a.cost - b.cost : 0) ||
    b.rank - a.rank ||
    (a.isReady && b.isReady ? compareByAge(a, b, ({ readySinceMs: ms }) => ms) : 0) ||
    b.restarts - a.restarts ||
    compareByAge(a, b, ({ createdMs }) => createdMs);
};

/** How many active pods of `related` there are on each node. */
const countByNode = (related: Iterable<Pod>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const pod of related) {
    if (!isPodActive(pod)) continue;
    const node = pod.spec.nodeName ?? '';
    counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
};

/**
 * The pods, those to be deleted first at the front: unassigned before assigned, pending before unknown before running, not
 * ready before ready, on nodes with more of the `related` pods, ready for a shorter time, with more restarts, younger.
 * @source k8s 1.20 pkg/controller/controller_utils.go ActivePodsWithRanks
 */
export const rankForDeletion = (
  pods: readonly Pod[],
  related: Iterable<Pod>,
  version: KubernetesVersion,
  nowMs: number,
): Pod[] => {
  const counts = countByNode(related);
  return pods
    .map((pod) => judge(pod, counts.get(pod.spec.nodeName ?? '') ?? 0))
    .sort(comparePods(version, nowMs))
    .map(({ pod }) => pod);
};

/** The first `count` for deletion; when all go, no order is made. @source k8s 1.20 pkg/controller/replicaset/replica_set.go getPodsToDelete */
export const podsToDelete = (
  pods: readonly Pod[],
  related: Iterable<Pod>,
  count: number,
  version: KubernetesVersion,
  nowMs: number,
): Pod[] =>
  (count < pods.length ? rankForDeletion(pods, related, version, nowMs) : [...pods]).slice(0, count);
