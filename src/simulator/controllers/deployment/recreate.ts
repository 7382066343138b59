/** Recreate: all old pods go before the first new one comes. */
import type { Pass } from '../pass.ts';
import { cleanUpHistory } from './cleanup.ts';
import { replicasOf } from './fenceposts.ts';
import { syncRevision } from './new-replica-set.ts';
import { isComplete, syncRolloutStatus } from './progress.ts';
import { activeOf, totalReplicas } from './replica-counts.ts';
import type { Generations, Rollout } from './rollout.ts';
import { resize } from './scale-replica-set.ts';

/** @source k8s 1.20 pkg/controller/deployment/recreate.go oldPodsRunning */
const hasOldPods = (rollout: Rollout, { current, old }: Generations): boolean => {
  if (totalReplicas(old) > 0) return true;
  return rollout.replicaSets.some(
    (replicaSet) =>
      replicaSet.metadata.uid !== current?.metadata.uid &&
      rollout
        .podsOf(replicaSet)
        .some(({ status }) => status?.phase !== 'Failed' && status?.phase !== 'Succeeded'),
  );
};

/** @source k8s 1.20 pkg/controller/deployment/recreate.go rolloutRecreate */
export function* recreate(rollout: Rollout): Pass {
  let generations = yield* syncRevision(rollout, false);
  let isScaledDown = false;
  for (const replicaSet of activeOf(generations.old))
    isScaledDown = (yield* resize(rollout, replicaSet, 0)).scaled || isScaledDown;
  if (!isScaledDown && !hasOldPods(rollout, generations)) {
    if (generations.current === undefined) generations = yield* syncRevision(rollout, true);
    if (generations.current !== undefined)
      yield* resize(rollout, generations.current, replicasOf(rollout.deployment));
    if (isComplete(rollout.deployment, rollout.deployment.status ?? {}))
      yield* cleanUpHistory(rollout, generations);
  }
  return yield* syncRolloutStatus(rollout, generations);
}
