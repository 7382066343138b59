/** Rolling update: the new replica set grows as far as the surge allows, the old ones shrink as far as availability allows. */
import type { ReplicaSet } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import { cleanUpHistory } from './cleanup.ts';
import { maxUnavailableOf, replicasOf } from './fenceposts.ts';
import { newReplicaSetSize } from './new-replica-set-size.ts';
import { syncRevision } from './new-replica-set.ts';
import { isComplete, syncRolloutStatus } from './progress.ts';
import { activeOf, sizeOf, totalAvailable, totalSize } from './replica-counts.ts';
import { byCreation } from './replica-set-order.ts';
import { allOf } from './rollout.ts';
import type { Generations, Rollout } from './rollout.ts';
import { resize } from './scale-replica-set.ts';

/** @source k8s 1.20 pkg/controller/deployment/rolling.go rolloutRolling */
export function* rollOut(rollout: Rollout): Pass {
  const generations = yield* syncRevision(rollout, true);
  const isScaledUp = yield* growNew(rollout, generations);
  const isScaled = isScaledUp || (yield* shrinkOld(rollout, generations));
  if (!isScaled && isComplete(rollout.deployment, rollout.deployment.status ?? {}))
    yield* cleanUpHistory(rollout, generations);
  return yield* syncRolloutStatus(rollout, generations);
}

/** @source k8s 1.20 pkg/controller/deployment/rolling.go reconcileNewReplicaSet */
function* growNew(rollout: Rollout, generations: Generations): Pass<boolean> {
  const { current } = generations;
  if (current === undefined) return false;
  const replicas = replicasOf(rollout.deployment);
  const size = sizeOf(current);
  if (size === replicas) return false;
  const wanted =
    size > replicas ? replicas : newReplicaSetSize(rollout.deployment, totalSize(allOf(generations)), size);
  return (yield* resize(rollout, current, wanted)).scaled;
}

/** @source k8s 1.20 pkg/controller/deployment/rolling.go reconcileOldReplicaSets */
function* shrinkOld(rollout: Rollout, generations: Generations): Pass<boolean> {
  const { current } = generations;
  const old = activeOf(generations.old);
  if (current === undefined || totalSize(old) === 0) return false;
  const minAvailable = replicasOf(rollout.deployment) - maxUnavailableOf(rollout.deployment);
  const notYetAvailable = sizeOf(current) - (current.status?.availableReplicas ?? 0);
  const spare = totalSize(allOf(generations)) - minAvailable - notYetAvailable;
  if (spare <= 0) return false;
  const healthy = yield* dropUnhealthy(rollout, old, spare);
  const available = totalAvailable([...healthy.replicaSets, current]) - minAvailable;
  const shrunk = yield* dropAvailable(rollout, healthy.replicaSets, available);
  return healthy.dropped + shrunk > 0;
}

/**
 * Takes away replicas that are not available anyway, so that a broken old replica set does not block the rollout.
 * @source k8s 1.20 pkg/controller/deployment/rolling.go cleanupUnhealthyReplicas
 */
function* dropUnhealthy(
  rollout: Rollout,
  old: readonly ReplicaSet[],
  most: number,
): Pass<{ replicaSets: ReplicaSet[]; dropped: number }> {
  const replicaSets = [...old].sort(byCreation);
  let dropped = 0;
  for (const [index, replicaSet] of replicaSets.entries()) {
    if (dropped >= most) break;
    const size = sizeOf(replicaSet);
    const unhealthy = size - (replicaSet.status?.availableReplicas ?? 0);
    if (size === 0 || unhealthy === 0) continue;
    const drop = Math.min(most - dropped, unhealthy);
    // More available than wanted: a scale-down is still under way, and upstream gives up here.
    if (drop < 0) return { replicaSets: [], dropped: 0 };
    replicaSets[index] = (yield* resize(rollout, replicaSet, size - drop)).replicaSet;
    dropped += drop;
  }
  return { replicaSets, dropped };
}

/** @source k8s 1.20 pkg/controller/deployment/rolling.go scaleDownOldReplicaSetsForRollingUpdate */
function* dropAvailable(rollout: Rollout, old: readonly ReplicaSet[], most: number): Pass<number> {
  let dropped = 0;
  for (const replicaSet of [...old].sort(byCreation)) {
    if (dropped >= most) break;
    const size = sizeOf(replicaSet);
    if (size === 0) continue;
    const drop = Math.min(size, most - dropped);
    yield* resize(rollout, replicaSet, size - drop);
    dropped += drop;
  }
  return dropped;
}
