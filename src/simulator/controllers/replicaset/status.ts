/** The status of a replica set or replication controller, counted from its pods. */
import { deepEqual, matchesLabelSet } from '../../../kube/index.ts';
import type { Condition, Pod } from '../../../kube/index.ts';
import { conditionOf, withCondition, withoutCondition } from '../conditions.ts';
import { attempt, fail } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { isPodAvailable, isPodReady } from '../pod-state.ts';
import { replicasWanted } from './replicated.ts';
import type { Replicated } from './replicated.ts';

export type ReplicaStatus = NonNullable<Replicated['status']>;

/** What the status counts: active pods, before this pass changed anything. */
export interface PodCounts {
  replicas: number;
  fullyLabeledReplicas: number;
  readyReplicas: number;
  availableReplicas: number;
}

export const countPods = (owner: Replicated, pods: readonly Pod[], nowMs: number): PodCounts => {
  const templateLabels = owner.spec.template?.metadata?.labels;
  const minReadySeconds = owner.spec.minReadySeconds ?? 0;
  const counts = { replicas: pods.length, fullyLabeledReplicas: 0, readyReplicas: 0, availableReplicas: 0 };
  for (const pod of pods) {
    if (matchesLabelSet(templateLabels, pod.metadata.labels)) counts.fullyLabeledReplicas++;
    if (!isPodReady(pod)) continue;
    counts.readyReplicas++;
    if (minReadySeconds === 0 || isPodAvailable(pod, minReadySeconds, nowMs)) counts.availableReplicas++;
  }
  return counts;
};

const judgeFailure = (
  owner: Replicated,
  replicas: number,
  failure: string | undefined,
  time: string,
): readonly Condition[] => {
  const conditions = owner.status?.conditions ?? [];
  const hasFailed = conditionOf(conditions, 'ReplicaFailure') !== undefined;
  if (failure === undefined) return hasFailed ? withoutCondition(conditions, 'ReplicaFailure') : conditions;
  if (hasFailed) return conditions;
  return withCondition(conditions, {
    type: 'ReplicaFailure',
    status: 'True',
    lastTransitionTime: time,
    reason: replicas < replicasWanted(owner) ? 'FailedCreate' : 'FailedDelete',
    message: failure,
  });
};

/**
 * `failure` is why creating or deleting went wrong in this pass.
 * @source k8s 1.20 pkg/controller/replicaset/replica_set_utils.go calculateStatus
 */
export const calculateStatus = (
  owner: Replicated,
  counts: PodCounts,
  failure: string | undefined,
  time: string,
): ReplicaStatus => {
  const { replicas, fullyLabeledReplicas, readyReplicas, availableReplicas } = counts;
  const conditions = judgeFailure(owner, replicas, failure, time);
  return {
    replicas,
    ...(fullyLabeledReplicas === 0 ? {} : { fullyLabeledReplicas }),
    ...(readyReplicas === 0 ? {} : { readyReplicas }),
    ...(availableReplicas === 0 ? {} : { availableReplicas }),
    ...(owner.metadata.generation === undefined ? {} : { observedGeneration: owner.metadata.generation }),
    ...(conditions.length === 0 ? {} : { conditions: [...conditions] }),
  };
};

/**
 * Writes the status when it differs. Upstream reads again and writes once more when it conflicts; here the second write
 * just does not insist on a version.
 * @source k8s 1.20 pkg/controller/replicaset/replica_set_utils.go updateReplicaSetStatus
 */
export function* writeStatus(owner: Replicated, resource: string, status: ReplicaStatus): Pass<void> {
  if (deepEqual({ replicas: 0, ...owner.status }, status)) return;
  const object = { ...owner, status };
  const answer = yield* attempt({ do: 'update', resource, object, subresource: 'status' });
  if (answer.ok) return;
  if (answer.status.reason !== 'Conflict') yield* fail(answer.status.message ?? '');
  const metadata = { ...object.metadata, resourceVersion: '' };
  const again = yield* attempt({
    do: 'update',
    resource,
    object: { ...object, metadata },
    subresource: 'status',
  });
  if (!again.ok) yield* fail(again.status.message ?? '');
}
