/** Proportion: which part of a change of scale falls to one of several replica sets. */
import type { Deployment, ReplicaSet } from '../../../kube/index.ts';
import { maxSurgeOf, replicasOf } from './fenceposts.ts';
import { sizeOf } from './replica-counts.ts';
import { maxReplicasOf } from './revision-annotations.ts';

/** @source k8s 1.20 k8s.io/utils/integer/integer.go RoundToInt32 */
const roundToInt32 = (value: number): number => Math.trunc(value < 0 ? value - 0.5 : value + 0.5) | 0;

/** @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go getReplicaSetFraction */
const fractionOf = (replicaSet: ReplicaSet, deployment: Deployment): number => {
  const size = sizeOf(replicaSet);
  if (replicasOf(deployment) === 0) return -size;
  const deploymentSize = replicasOf(deployment) + maxSurgeOf(deployment);
  const formerSize = maxReplicasOf(replicaSet) ?? deployment.status?.replicas ?? 0;
  return roundToInt32((size * deploymentSize) / formerSize) - size;
};

/**
 * The replicas that `replicaSet` gains (or loses), when `toAdd` (negative: to remove) are to be spread and `added` have been.
 * @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go GetProportion
 */
export const proportionOf = (
  replicaSet: ReplicaSet,
  deployment: Deployment,
  toAdd: number,
  added: number,
): number => {
  if (sizeOf(replicaSet) === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(replicaSet, deployment);
  const allowed = toAdd - added;
  return toAdd > 0 ? Math.min(fraction, allowed) : Math.max(fraction, allowed);
};
