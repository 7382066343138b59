/** A change of a deployment's size: all to the one active replica set, or shared out among several in proportion. */
import { maxSurgeOf, isRollingUpdate, replicasOf } from './fenceposts.ts';
import type { Pass } from '../pass.ts';
import { proportionOf } from './proportion.ts';
import { activeOf, sizeOf, totalSize } from './replica-counts.ts';
import type { MaybeReplicaSet } from './replica-counts.ts';
import { byCreation, bySizeNewer, bySizeOlder } from './replica-set-order.ts';
import { desiredReplicasOf } from './revision-annotations.ts';
import { allOf } from './rollout.ts';
import type { Generations, Rollout } from './rollout.ts';
import { resize, scaleReplicaSet } from './scale-replica-set.ts';

/** The only active replica set, or the newest when none is active. @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go FindActiveOrLatest */
const activeOrLatest = (generations: Generations): MaybeReplicaSet => {
  const active = activeOf(allOf(generations));
  if (active.length > 1) return undefined;
  return active[0] ?? generations.current ?? [...generations.old].sort(byCreation).at(-1);
};

/** @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go IsSaturated */
const isSaturated = ({ deployment }: Rollout, replicaSet: MaybeReplicaSet): boolean => {
  if (replicaSet === undefined) return false;
  const replicas = replicasOf(deployment);
  return (
    desiredReplicasOf(replicaSet) === replicas &&
    sizeOf(replicaSet) === replicas &&
    (replicaSet.status?.availableReplicas ?? 0) === replicas
  );
};

/** @source k8s 1.20 pkg/controller/deployment/sync.go scale */
export function* scale(rollout: Rollout, generations: Generations): Pass<void> {
  const { deployment } = rollout;
  const single = activeOrLatest(generations);
  if (single !== undefined) {
    yield* resize(rollout, single, replicasOf(deployment));
  } else if (isSaturated(rollout, generations.current)) {
    for (const replicaSet of activeOf([...generations.old].sort(byCreation).reverse()))
      yield* resize(rollout, replicaSet, 0);
  } else if (isRollingUpdate(deployment)) {
    yield* scaleInProportion(rollout, generations);
  }
}

function* scaleInProportion(rollout: Rollout, generations: Generations): Pass<void> {
  const { deployment } = rollout;
  const replicas = replicasOf(deployment);
  const active = activeOf(allOf(generations));
  const allowed = replicas > 0 ? replicas + maxSurgeOf(deployment) : 0;
  const toAdd = allowed - totalSize(active);
  if (toAdd !== 0) active.sort(toAdd > 0 ? bySizeNewer : bySizeOlder);
  let added = 0;
  const sizes = active.map((replicaSet) => {
    const proportion = proportionOf(replicaSet, deployment, toAdd, added);
    added += proportion;
    return sizeOf(replicaSet) + proportion;
  });
  // What rounding left over goes to the largest.
  if (toAdd !== 0 && sizes[0] !== undefined) sizes[0] = Math.max(sizes[0] + toAdd - added, 0);
  for (const [index, replicaSet] of active.entries())
    yield* scaleReplicaSet(rollout, replicaSet, sizes[index]!);
}
