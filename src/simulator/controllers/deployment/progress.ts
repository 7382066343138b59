/** Progress of a rollout: whether it is complete, goes on, or has been stuck beyond its deadline. */
import type { Condition, Deployment } from '../../../kube/index.ts';
import { conditionOf, withCondition, withoutCondition } from '../conditions.ts';
import type { Pass, PassEnd } from '../pass.ts';
import { replicasOf } from './fenceposts.ts';
import { allOf, hasProgressDeadline, newCondition, progressOf } from './rollout.ts';
import type { Generations, Rollout } from './rollout.ts';
import { calculateStatus, settleStatus } from './status.ts';
import type { DeploymentStatus } from './status.ts';

/** @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go DeploymentComplete */
export const isComplete = (deployment: Deployment, status: DeploymentStatus): boolean => {
  const replicas = replicasOf(deployment);
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
};

const oldReplicasOf = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus): number =>
  replicas - updatedReplicas;

/** @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go DeploymentProgressing */
const isProgressing = (before: DeploymentStatus, now: DeploymentStatus): boolean =>
  (now.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
  oldReplicasOf(now) < oldReplicasOf(before) ||
  (now.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
  (now.availableReplicas ?? 0) > (before.availableReplicas ?? 0);

const deadlineMs = (deployment: Deployment, progress: Condition): number =>
  Date.parse(progress.lastUpdateTime ?? '') + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000;

/** @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go DeploymentTimedOut */
const isTimedOut = ({ deployment, now }: Rollout, status: DeploymentStatus): boolean => {
  const progress = conditionOf(status.conditions, 'Progressing');
  if (progress === undefined || progress.reason === 'NewReplicaSetAvailable') return false;
  if (progress.reason === 'ProgressDeadlineExceeded') return true;
  return deadlineMs(deployment, progress) < now.ms;
};

/** The Progressing condition as it becomes; undefined when it stays. */
const judgeProgress = (
  rollout: Rollout,
  { current }: Generations,
  status: DeploymentStatus,
): Condition[] | undefined => {
  const { deployment } = rollout;
  const subject =
    current === undefined
      ? `Deployment "${deployment.metadata.name}"`
      : `ReplicaSet "${current.metadata.name}"`;
  const condition = (state: Condition['status'], reason: string, what: string): Condition =>
    newCondition(rollout, 'Progressing', state, reason, `${subject} ${what}.`);
  if (isComplete(deployment, status))
    return withCondition(
      status.conditions,
      condition('True', 'NewReplicaSetAvailable', 'has successfully progressed'),
    );
  if (isProgressing(deployment.status ?? {}, status)) {
    // Every sign of progress renews the update time, even when status and reason stay.
    const before = progressOf(deployment);
    const updated = condition('True', 'ReplicaSetUpdated', 'is progressing');
    if (before?.status === 'True' && before.lastTransitionTime !== undefined)
      updated.lastTransitionTime = before.lastTransitionTime;
    return [...withoutCondition(status.conditions, 'Progressing'), updated];
  }
  if (isTimedOut(rollout, status))
    return withCondition(
      status.conditions,
      condition('False', 'ProgressDeadlineExceeded', 'has timed out progressing'),
    );
  return undefined;
};

/** A replica set's failure, the new one's before the old ones'. @source k8s 1.20 pkg/controller/deployment/progress.go getReplicaFailures */
const replicaFailure = (generations: Generations): Condition | undefined => {
  for (const replicaSet of [generations.current, ...allOf(generations)]) {
    const failure = conditionOf(replicaSet?.status?.conditions, 'ReplicaFailure');
    if (failure !== undefined)
      return {
        ...failure,
        ...(failure.lastTransitionTime === undefined ? {} : { lastUpdateTime: failure.lastTransitionTime }),
      };
  }
  return undefined;
};

/**
 * When to look again at a rollout that does not move, so that its deadline is noticed.
 * @source k8s 1.20 pkg/controller/deployment/progress.go requeueStuckDeployment
 * @deviates in its last second upstream looks again and again with back-off; here once, right after the deadline
 */
const untilDeadline = ({ deployment, now }: Rollout, status: DeploymentStatus): PassEnd | undefined => {
  const progress = progressOf(deployment);
  if (!hasProgressDeadline(deployment) || progress === undefined) return undefined;
  if (isComplete(deployment, status) || progress.reason === 'ProgressDeadlineExceeded') return undefined;
  const afterMs = deadlineMs(deployment, progress) - now.ms;
  return { requeueAfterMs: afterMs < 1000 ? Math.max(afterMs + 1, 1) : afterMs + 1000 };
};

/**
 * Counts the status, judges progress and writes what changed.
 * @source k8s 1.20 pkg/controller/deployment/progress.go syncRolloutStatus
 */
export function* syncRolloutStatus(rollout: Rollout, generations: Generations): Pass {
  const { deployment } = rollout;
  const status = calculateStatus(rollout, generations);
  if (!hasProgressDeadline(deployment))
    status.conditions = withoutCondition(status.conditions, 'Progressing');
  const isDone =
    status.replicas === status.updatedReplicas && progressOf(deployment)?.reason === 'NewReplicaSetAvailable';
  if (hasProgressDeadline(deployment) && !isDone)
    status.conditions = judgeProgress(rollout, generations, status) ?? status.conditions ?? [];
  const failure = replicaFailure(generations);
  status.conditions =
    failure === undefined
      ? withoutCondition(status.conditions, 'ReplicaFailure')
      : withCondition(status.conditions, failure);
  const isWritten = yield* settleStatus(rollout, status);
  return isWritten ? undefined : untilDeadline(rollout, status);
}
