/** The finalizer by which a job holds its pods until they are counted. */
import type { Pod } from '../../../kube/index.ts';
import { attempt, fail } from '../pass.ts';
import type { Pass } from '../pass.ts';

export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';

export const isTracked = ({ metadata }: Pod): boolean =>
  metadata.finalizers?.includes(trackingFinalizer) === true;

export const withFinalizer = (pod: Pod): Pod =>
  isTracked(pod)
    ? pod
    : {
        ...pod,
        metadata: { ...pod.metadata, finalizers: [...(pod.metadata.finalizers ?? []), trackingFinalizer] },
      };

/** Lets a pod go; one that is gone already is as good. @source k8s 1.25 pkg/controller/job/job_controller.go removeTrackingFinalizerPatch */
export function* releasePod({ metadata: { name, namespace, uid } }: Pod): Pass<void> {
  const answer = yield* attempt({
    do: 'patch',
    resource: 'pods',
    ...(namespace === undefined ? {} : { namespace }),
    name,
    type: 'strategic-merge-patch+json',
    patch: { metadata: { '$deleteFromPrimitiveList/finalizers': [trackingFinalizer], uid } },
  });
  const isGone = !answer.ok && (answer.status.reason === 'NotFound' || answer.status.reason === 'Conflict');
  if (!answer.ok && !isGone) yield* fail(answer.status.message ?? '');
}

/**
 * The time at which a pod ended, in ms.
 * @source k8s 1.27 pkg/controller/job/backoff_utils.go getFinishedTime
 */
export const endedMs = ({ metadata, status }: Pod): number => {
  const ends = (status?.containerStatuses ?? []).map(({ state }) => state?.terminated?.finishedAt);
  if (ends.length > 0 && ends.every((end): end is string => typeof end === 'string'))
    return Math.max(...ends.map((end) => Date.parse(end)));
  const ready = status?.conditions?.find(({ type, status: value }) => type === 'Ready' && value === 'False');
  if (ready?.lastTransitionTime !== undefined) return Date.parse(ready.lastTransitionTime);
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp = '' } = metadata;
  return deletionTimestamp === undefined
    ? Date.parse(creationTimestamp)
    : Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1000;
};
