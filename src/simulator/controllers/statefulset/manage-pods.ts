/** One round over a stateful set's pods: recreate, create, mend, scale down, update, one at a time when ordered. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubernetesVersion, Pod, StatefulSet } from '../../../kube/index.ts';
import type { View } from '../../controller.ts';
import { templateOfRevision } from '../controller-revisions.ts';
import type { Pass } from '../pass.ts';
import { isPodAvailable } from '../pod-state.ts';
import { createStatefulPod, deleteStatefulPod, mendStatefulPod } from './pod-writes.ts';
import type { SetRevisions } from './set-revisions.ts';
import { countRevision } from './set-status.ts';
import type { SetCounts } from './set-status.ts';
import {
  isCreated,
  isFailed,
  isHealthy,
  isRunningAndReady,
  isTerminating,
  newStatefulPod,
  ordinalOf,
  podRevisionOf,
} from './stateful-pod.ts';

export interface SetRound {
  set: StatefulSet;
  pods: readonly Pod[];
  revisions: SetRevisions;
  view: View;
  version: KubernetesVersion;
  nowMs: number;
}

const isRollingUpdate = ({ spec }: StatefulSet): boolean => spec.updateStrategy?.type === 'RollingUpdate';
const partitionOf = ({ spec }: StatefulSet): number | undefined =>
  spec.updateStrategy?.rollingUpdate?.partition;

/** A pod of the revision that its number is to have now. @source k8s 1.20 pkg/controller/statefulset/stateful_set_utils.go newVersionedStatefulSetPod */
const plannedPod = ({ set, revisions, version }: SetRound, ordinal: number): Pod => {
  const firstUpdated = partitionOf(set) ?? set.status?.currentReplicas ?? 0;
  const revision = isRollingUpdate(set) && ordinal < firstUpdated ? revisions.current : revisions.update;
  const template = templateOfRevision(revision) ?? set.spec.template;
  return newStatefulPod({ set, template, revision: revision.metadata.name, ordinal, version });
};

const countPods = ({ set, pods, revisions, version, nowMs }: SetRound): SetCounts => {
  const hasAvailability = isAtLeast(version, 23);
  const counts: SetCounts = {
    replicas: pods.length,
    readyReplicas: 0,
    currentReplicas: 0,
    updatedReplicas: 0,
    availableReplicas: hasAvailability ? 0 : undefined,
  };
  for (const pod of pods) {
    if (isRunningAndReady(pod)) {
      counts.readyReplicas++;
      if (counts.availableReplicas !== undefined && isAvailable(set, pod, nowMs)) counts.availableReplicas++;
    }
    if (isCreated(pod) && !isTerminating(pod)) countRevision(counts, revisions, pod, 1);
  }
  return counts;
};

const isAvailable = ({ spec }: StatefulSet, pod: Pod, nowMs: number): boolean =>
  isPodAvailable(pod, spec.minReadySeconds ?? 0, nowMs);

/** Pods that one round thinks of beyond those there are: of two thousand million replicas, too, the first come first. */
const maximalPlanned = 1000;

/**
 * Does what one round allows, and answers the counts as they then are.
 * @source k8s 1.20 pkg/controller/statefulset/stateful_set_control.go updateStatefulSet
 */
export function* managePods(round: SetRound): Pass<SetCounts> {
  const { set, pods } = round;
  const counts = countPods(round);
  const wanted = Math.min(set.spec.replicas ?? 1, pods.length + maximalPlanned);
  const replicas: Pod[] = Array.from({ length: wanted });
  const condemned: Pod[] = [];
  for (const pod of pods) {
    const ordinal = ordinalOf(pod);
    if (ordinal >= wanted) condemned.push(pod);
    else if (ordinal >= 0) replicas[ordinal] = pod;
  }
  for (let ordinal = 0; ordinal < wanted; ordinal++) replicas[ordinal] ??= plannedPod(round, ordinal);
  condemned.sort((a, b) => ordinalOf(a) - ordinalOf(b));
  if (set.metadata.deletionTimestamp !== undefined) return counts;
  const firstUnhealthy = [...replicas, ...condemned].find((pod) => !isHealthy(pod));
  if (!(yield* settleReplicas(round, replicas, counts))) return counts;
  if (!(yield* scaleDown(round, condemned, firstUnhealthy, counts))) return counts;
  if (set.spec.updateStrategy?.type !== 'OnDelete') yield* updateOne(round, replicas, counts);
  return counts;
}

const isOrdered = ({ spec }: StatefulSet): boolean => spec.podManagementPolicy !== 'Parallel';

/** Creates what is missing and failed. Answers false when the round ends here. */
function* settleReplicas(round: SetRound, replicas: Pod[], counts: SetCounts): Pass<boolean> {
  const { set, revisions, view, version, nowMs } = round;
  const ordered = isOrdered(set);
  for (const [ordinal, pod] of replicas.entries()) {
    let replica = pod;
    if (isFailed(replica)) {
      const { namespace = '', name } = set.metadata;
      const message = `StatefulSet ${namespace}/${name} is recreating failed Pod ${replica.metadata.name}`;
      yield { do: 'event', about: set, type: 'Warning', reason: 'RecreatingFailedPod', message };
      yield* deleteStatefulPod(set, replica);
      countRevision(counts, revisions, replica, -1);
      counts.replicas--;
      replicas[ordinal] = replica = plannedPod(round, ordinal);
    }
    if (!isCreated(replica)) {
      yield* createStatefulPod(set, replica, view);
      counts.replicas++;
      countRevision(counts, revisions, replica, 1);
      if (ordered) return false;
      continue;
    }
    if (ordered && (isTerminating(replica) || !isRunningAndReady(replica))) return false;
    if (ordered && isAtLeast(version, 23) && !isAvailable(set, replica, nowMs)) return false;
    yield* mendStatefulPod(set, replica, view, version);
  }
  return true;
}

/** Deletes pods beyond the wanted number, the last first. Answers false when the round ends here. */
function* scaleDown(
  { set, revisions }: SetRound,
  condemned: readonly Pod[],
  firstUnhealthy: Pod | undefined,
  counts: SetCounts,
): Pass<boolean> {
  const ordered = isOrdered(set);
  for (const pod of condemned.toReversed()) {
    if (isTerminating(pod)) {
      if (ordered) return false;
      continue;
    }
    if (ordered && !isRunningAndReady(pod) && pod !== firstUnhealthy) return false;
    yield* deleteStatefulPod(set, pod);
    countRevision(counts, revisions, pod, -1);
    if (ordered) return false;
  }
  return true;
}

/** Deletes the last pod that is not at the update revision, once those behind it are healthy. */
function* updateOne({ set, revisions }: SetRound, replicas: readonly Pod[], counts: SetCounts): Pass<void> {
  for (let ordinal = replicas.length - 1; ordinal >= (partitionOf(set) ?? 0); ordinal--) {
    const pod = replicas[ordinal]!;
    if (podRevisionOf(pod) !== revisions.update.metadata.name && !isTerminating(pod)) {
      yield* deleteStatefulPod(set, pod);
      counts.currentReplicas--;
      return;
    }
    if (!isHealthy(pod)) return;
  }
}
