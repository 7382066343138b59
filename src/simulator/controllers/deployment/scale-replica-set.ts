/** Scaling one replica set of a deployment, with the Event that tells of it. */
import { isAtLeast } from '../../../kube/index.ts';
import type { Deployment, KubernetesVersion, ReplicaSet } from '../../../kube/index.ts';
import { send } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { sizeOf } from './replica-counts.ts';
import { holdsAnnotations, sizeAnnotationsFor } from './revision-annotations.ts';
import type { Rollout } from './rollout.ts';

/**
 * "Scaled up replica set web-5d77bb9bd9 to 3"; from 1.25 on with the size before, from 1.32 on with that first.
 * `from` is undefined for a replica set just created.
 * @source k8s 1.20 pkg/controller/deployment/sync.go scaleReplicaSet
 */
export const scalingMessage = (
  version: KubernetesVersion,
  name: string,
  from: number | undefined,
  to: number,
): string => {
  const direction = (from ?? 0) < to ? 'up' : 'down';
  const what = `Scaled ${direction} replica set ${name}`;
  if (isAtLeast(version, 32)) return `${what} from ${from ?? 0} to ${to}`;
  if (isAtLeast(version, 25) && from !== undefined) return `${what} to ${to} from ${from}`;
  return `${what} to ${to}`;
};

export function* recordScaling(about: Deployment, message: string): Pass<void> {
  yield { do: 'event', about, type: 'Normal', reason: 'ScalingReplicaSet', message };
}

/**
 * Writes the size, and the annotations that go with the deployment's size when they are not right. Answers the replica
 * set as it then is.
 * @source k8s 1.20 pkg/controller/deployment/sync.go scaleReplicaSet
 */
export function* scaleReplicaSet(rollout: Rollout, replicaSet: ReplicaSet, size: number): Pass<ReplicaSet> {
  const { deployment, version } = rollout;
  const annotations = sizeAnnotationsFor(deployment);
  const from = sizeOf(replicaSet);
  if (from === size && holdsAnnotations(replicaSet, annotations)) return replicaSet;
  const { metadata } = replicaSet;
  const object: ReplicaSet = {
    ...replicaSet,
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } },
    spec: { ...replicaSet.spec, replicas: size },
  };
  const written = yield* send<ReplicaSet>({ do: 'update', resource: 'replicasets.apps', object });
  if (from !== size) yield* recordScaling(deployment, scalingMessage(version, metadata.name, from, size));
  return written;
}

/**
 * Scales when the size differs; answers whether it did, and the replica set as it then is.
 * @source k8s 1.20 pkg/controller/deployment/sync.go scaleReplicaSetAndRecordEvent
 */
export function* resize(
  rollout: Rollout,
  replicaSet: ReplicaSet,
  size: number,
): Pass<{ scaled: boolean; replicaSet: ReplicaSet }> {
  if (sizeOf(replicaSet) === size) return { scaled: false, replicaSet };
  return { scaled: true, replicaSet: yield* scaleReplicaSet(rollout, replicaSet, size) };
}
