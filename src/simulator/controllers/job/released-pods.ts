/** Pods that still have a job's finalizer, and no job any more that would count them. */
import type { Pod } from '../../../kube/index.ts';
import type { View, Watch } from '../../controller.ts';
import { controllerOf } from '../controller-ref.ts';
import { keyOf } from '../object-key.ts';
import type { Pass } from '../pass.ts';
import { finishedStatus } from './job-object.ts';
import type { Job } from './job-object.ts';
import { isTracked, releasePod } from './tracked-pods.ts';

/** Keys of such pods begin so; those of jobs are "namespace/name". */
const mark = '!';

export const isPodKey = (key: string): boolean => key.startsWith(mark);
/** "namespace/name" of the pod. */
export const podNameIn = (key: string): string => key.slice(mark.length);

/** The pod's job is gone or over, or it has none. @source k8s 1.25 pkg/controller/job/job_controller.go syncOrphanPod */
const isAbandoned = (pod: Pod, view: View): boolean => {
  const owner = controllerOf(pod);
  if (owner === undefined) return true;
  if (owner.kind !== 'Job') return false;
  const job = view.get('jobs.batch', pod.metadata.namespace, owner.name) as Job | undefined;
  return job?.metadata.uid !== owner.uid || finishedStatus(job) !== undefined;
};

/** @source k8s 1.25 pkg/controller/job/job_controller.go addPod, updatePod, deletePod */
export const abandonedPods: Watch = {
  resource: 'pods',
  keys({ object, isDeleted }, view) {
    const pod = object as Pod;
    if (isDeleted || !isTracked(pod)) return [];
    const mayGo = controllerOf(pod) === undefined || pod.metadata.deletionTimestamp !== undefined;
    return mayGo && isAbandoned(pod, view) ? [mark + keyOf(pod)] : [];
  },
};

/** @source k8s 1.25 pkg/controller/job/job_controller.go deleteJob, cleanupPodFinalizers */
export const podsOfEndedJobs: Watch = {
  resource: 'jobs.batch',
  keys({ object, isDeleted }, view) {
    const job = object as Job;
    if (!isDeleted && finishedStatus(job) === undefined) return [];
    return view
      .ownedBy('pods', job.metadata.uid ?? '')
      .filter(isTracked)
      .map((pod) => mark + keyOf(pod));
  },
};

export function* releaseAbandoned(pod: Pod, view: View): Pass {
  if (isTracked(pod) && isAbandoned(pod, view)) yield* releasePod(pod);
  return undefined;
}
