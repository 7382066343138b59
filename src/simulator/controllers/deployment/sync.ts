/** One pass of the deployment controller over one deployment. */
import { deepEqual } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import { fail } from '../pass.ts';
import { cleanUpHistory } from './cleanup.ts';
import { replicasOf } from './fenceposts.ts';
import { syncRevision } from './new-replica-set.ts';
import { recreate } from './recreate.ts';
import { activeOf } from './replica-counts.ts';
import { desiredReplicasOf } from './revision-annotations.ts';
import { rollBack, rollbackRevision } from './rollback.ts';
import { allOf, hasProgressDeadline, progressOf, setProgress, writeDeploymentStatus } from './rollout.ts';
import type { Rollout } from './rollout.ts';
import { rollOut } from './rolling.ts';
import { scale } from './scale.ts';
import { calculateStatus, settleStatus } from './status.ts';

/** @source k8s 1.20 pkg/controller/deployment/deployment_controller.go syncDeployment */
export function* syncDeployment(rollout: Rollout): Pass {
  const { deployment } = rollout;
  if (deployment.metadata.deletionTimestamp !== undefined) return yield* syncStatusOnly(rollout);
  yield* notePause(rollout);
  if (deployment.spec.paused === true) return yield* syncSize(rollout);
  const revision = rollbackRevision(rollout);
  if (revision !== undefined) return yield* rollBack(rollout, revision);
  if (yield* isScaling(rollout)) return yield* syncSize(rollout);
  switch (deployment.spec.strategy?.type) {
    case 'Recreate':
      return yield* recreate(rollout);
    case 'RollingUpdate':
      return yield* rollOut(rollout);
    default:
      return yield* fail(
        `unexpected deployment strategy type: ${String(deployment.spec.strategy?.type ?? '')}`,
      );
  }
}

/** A deployment that selects all pods is left alone, with a warning. */
export function* refuseSelectingAll(rollout: Rollout): Pass {
  const { deployment } = rollout;
  const message = 'This deployment is selecting all pods. A non-empty selector is required.';
  yield { do: 'event', about: deployment, type: 'Warning', reason: 'SelectingAll', message };
  const observedGeneration = deployment.metadata.generation ?? 0;
  if ((deployment.status?.observedGeneration ?? 0) < observedGeneration)
    yield* writeDeploymentStatus(rollout, { ...deployment.status, observedGeneration });
  return undefined;
}

/** True for a selector that names nothing. */
export const selectsAll = ({ deployment }: Rollout): boolean => deepEqual(deployment.spec.selector, {});

/**
 * Pausing and resuming leave an Unknown condition, so that the time paused does not count against the deadline.
 * @source k8s 1.20 pkg/controller/deployment/sync.go checkPausedConditions
 */
function* notePause(rollout: Rollout): Pass<void> {
  const { deployment } = rollout;
  const reason = progressOf(deployment)?.reason;
  if (!hasProgressDeadline(deployment) || reason === 'ProgressDeadlineExceeded') return;
  const isPaused = deployment.spec.paused === true;
  if (isPaused === (reason === 'DeploymentPaused')) return;
  if (isPaused) setProgress(rollout, 'Unknown', 'DeploymentPaused', 'Deployment is paused');
  else setProgress(rollout, 'Unknown', 'DeploymentResumed', 'Deployment is resumed');
  yield* writeDeploymentStatus(rollout, rollout.deployment.status);
}

/**
 * True when an active replica set was sized for another number of replicas than the deployment's.
 * @source k8s 1.20 pkg/controller/deployment/sync.go isScalingEvent
 */
function* isScaling(rollout: Rollout): Pass<boolean> {
  const generations = yield* syncRevision(rollout, false);
  return activeOf(allOf(generations)).some((replicaSet) => {
    const desired = desiredReplicasOf(replicaSet);
    return desired !== undefined && desired !== replicasOf(rollout.deployment);
  });
}

/** @source k8s 1.20 pkg/controller/deployment/sync.go sync */
function* syncSize(rollout: Rollout): Pass {
  const generations = yield* syncRevision(rollout, false);
  yield* scale(rollout, generations);
  if (rollout.deployment.spec.paused === true && rollbackRevision(rollout) === undefined)
    yield* cleanUpHistory(rollout, generations);
  yield* settleStatus(rollout, calculateStatus(rollout, generations));
  return undefined;
}

/** @source k8s 1.20 pkg/controller/deployment/sync.go syncStatusOnly */
function* syncStatusOnly(rollout: Rollout): Pass {
  const generations = yield* syncRevision(rollout, false);
  yield* settleStatus(rollout, calculateStatus(rollout, generations));
  return undefined;
}
