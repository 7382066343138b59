/** The status of a stateful set, counted while its pods are gone through. */
import type { Pod, StatefulSet } from '../../../kube/index.ts';
import { send } from '../pass.ts';
import type { Pass } from '../pass.ts';
import type { SetRevisions } from './set-revisions.ts';
import { podRevisionOf } from './stateful-pod.ts';

export interface SetCounts {
  replicas: number;
  readyReplicas: number;
  currentReplicas: number;
  updatedReplicas: number;
  /** Counted from 1.23 on. */
  availableReplicas: number | undefined;
}

/** Counts a pod in (`by` 1) or out (-1) of its revision. */
export const countRevision = (counts: SetCounts, revisions: SetRevisions, pod: Pod, by: 1 | -1): void => {
  const revision = podRevisionOf(pod);
  if (revision === revisions.current.metadata.name) counts.currentReplicas += by;
  if (revision === revisions.update.metadata.name) counts.updatedReplicas += by;
};

/** @source k8s 1.20 pkg/controller/statefulset/stateful_set_utils.go inconsistentStatus */
const differs = (set: StatefulSet, status: NonNullable<StatefulSet['status']>): boolean => {
  const before = set.status ?? { replicas: 0 };
  return (
    (status.observedGeneration ?? 0) > (before.observedGeneration ?? 0) ||
    status.replicas !== before.replicas ||
    (status.currentReplicas ?? 0) !== (before.currentReplicas ?? 0) ||
    (status.readyReplicas ?? 0) !== (before.readyReplicas ?? 0) ||
    (status.updatedReplicas ?? 0) !== (before.updatedReplicas ?? 0) ||
    (status.availableReplicas ?? 0) !== (before.availableReplicas ?? 0) ||
    status.currentRevision !== before.currentRevision ||
    status.updateRevision !== before.updateRevision
  );
};

/** A rolling update whose pods are all updated and ready is over: the update revision becomes the current one. */
const isUpdateComplete = ({ spec }: StatefulSet, counts: SetCounts): boolean =>
  spec.updateStrategy?.type === 'RollingUpdate' &&
  counts.updatedReplicas === counts.replicas &&
  counts.readyReplicas === counts.replicas;

/** @source k8s 1.20 pkg/controller/statefulset/stateful_set_control.go updateStatefulSetStatus */
export function* writeSetStatus(set: StatefulSet, revisions: SetRevisions, counts: SetCounts): Pass<void> {
  const isComplete = isUpdateComplete(set, counts);
  const { readyReplicas, updatedReplicas, availableReplicas } = counts;
  const currentReplicas = isComplete ? updatedReplicas : counts.currentReplicas;
  const status = {
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    replicas: counts.replicas,
    ...(readyReplicas === 0 ? {} : { readyReplicas }),
    ...(currentReplicas === 0 ? {} : { currentReplicas }),
    ...(updatedReplicas === 0 ? {} : { updatedReplicas }),
    ...(availableReplicas === undefined ? {} : { availableReplicas }),
    currentRevision: (isComplete ? revisions.update : revisions.current).metadata.name,
    updateRevision: revisions.update.metadata.name,
    collisionCount: revisions.collisionCount,
  };
  if (!differs(set, status)) return;
  yield* send({
    do: 'update',
    resource: 'statefulsets.apps',
    object: { ...set, status } as StatefulSet,
    subresource: 'status',
  });
}
