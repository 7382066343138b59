/** The status of a deployment, counted from its replica sets. */
import { deepEqual } from '../../../kube/index.ts';
import type { Condition, Deployment } from '../../../kube/index.ts';
import { withCondition } from '../conditions.ts';
import type { Pass } from '../pass.ts';
import { maxUnavailableOf, replicasOf } from './fenceposts.ts';
import { totalAvailable, totalReady, totalReplicas, totalSize } from './replica-counts.ts';
import { allOf, newCondition, writeDeploymentStatus } from './rollout.ts';
import type { Generations, Rollout } from './rollout.ts';

export type DeploymentStatus = NonNullable<Deployment['status']>;

/** The status as it is sent: without zeros and empty lists, save for the collision count. */
export const trimStatus = (status: DeploymentStatus): DeploymentStatus =>
  Object.fromEntries(
    Object.entries(status).filter(([field, value]) =>
      Array.isArray(value) ? value.length > 0 : field === 'collisionCount' || value !== 0,
    ),
  );

const availability = (rollout: Rollout, isAvailable: boolean): Condition =>
  isAvailable
    ? newCondition(
        rollout,
        'Available',
        'True',
        'MinimumReplicasAvailable',
        'Deployment has minimum availability.',
      )
    : newCondition(
        rollout,
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
      );

/** @source k8s 1.20 pkg/controller/deployment/sync.go calculateStatus */
export const calculateStatus = (rollout: Rollout, generations: Generations): DeploymentStatus => {
  const { deployment } = rollout;
  const all = allOf(generations);
  const availableReplicas = totalAvailable(all);
  const { collisionCount, conditions } = deployment.status ?? {};
  const isAvailable = availableReplicas >= replicasOf(deployment) - maxUnavailableOf(deployment);
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas: totalReplicas(all),
    updatedReplicas: totalReplicas([generations.current]),
    readyReplicas: totalReady(all),
    availableReplicas,
    unavailableReplicas: Math.max(totalSize(all) - availableReplicas, 0),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions: withCondition(conditions, availability(rollout, isAvailable)),
  };
};

/** Writes the status when it is not the deployment's already; answers whether it was. */
export function* settleStatus(rollout: Rollout, status: DeploymentStatus): Pass<boolean> {
  const trimmed = trimStatus(status);
  if (deepEqual(trimStatus(rollout.deployment.status ?? {}), trimmed)) return false;
  yield* writeDeploymentStatus(rollout, trimmed);
  return true;
}
