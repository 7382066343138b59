/** A job as one pass sees it: its pods sorted out, and the status that is to be written. */
import { isAtLeast } from '../../../kube/index.ts';
import type { Condition, KubernetesVersion, Pod } from '../../../kube/index.ts';
import { send } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { isPodActive, isPodReady } from '../pod-state.ts';
import { indexesFrom, indexOf, isIndexed } from './completion-indexes.ts';
import { failedIndexes, podsToReplace } from './failed-indexes.ts';
import { hasLimitPerIndex } from './job-features.ts';
import type { Job, JobStatus } from './job-object.ts';
import { failureVerdict, hasFailed } from './pod-failure-policy.ts';
import { isTracked } from './tracked-pods.ts';

export interface JobDraft {
  version: KubernetesVersion;
  now: { ms: number; time: string };
  /** As last read or written. */
  job: Job;
  /** To be written. */
  status: JobStatus;
  pods: readonly Pod[];
  activePods: readonly Pod[];
  newlySucceeded: readonly Pod[];
  newlyFailed: readonly Pod[];
  active: number;
  ready: number;
  terminating: number;
  succeeded: number;
  failed: number;
  /** Of indexed jobs: the indexes that had succeeded when the status was last written, and that have by now. */
  doneBefore: readonly number[];
  done: readonly number[];
  failedIndexes: readonly number[] | undefined;
  toReplace: ReadonlyMap<number, Pod>;
  /** The condition that ends the job, or announces its end. */
  verdict: Condition | undefined;
}

/** Deleted, and not over yet. @source k8s 1.29 pkg/controller/controller_utils.go CountTerminatingPods */
const isTerminating = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';

const setIndexes = (draft: JobDraft): void => {
  const { job, pods, version } = draft;
  const end = job.spec.completions ?? 0;
  draft.doneBefore = indexesFrom(job.status?.completedIndexes, end);
  const done = new Set(draft.doneBefore);
  for (const pod of pods) {
    const index = indexOf(pod);
    if (index !== undefined && index < end && isTracked(pod) && pod.status?.phase === 'Succeeded')
      done.add(index);
  }
  draft.done = [...done].sort((a, b) => a - b);
  draft.succeeded = done.size;
  if (!hasLimitPerIndex(job, version)) return;
  const failed = failedIndexes(job, pods, version);
  draft.failedIndexes = failed;
  const over = new Set<number | undefined>([...done, ...failed, ...draft.activePods.map(indexOf)]);
  draft.toReplace = podsToReplace(job, pods, over, version);
};

/** @source k8s 1.25, 1.31 pkg/controller/job/job_controller.go syncJob, getNewFinishedPods */
export const draftOf = (
  job: Job,
  pods: readonly Pod[],
  version: KubernetesVersion,
  now: { ms: number; time: string },
): JobDraft => {
  const status = job.status ?? {};
  const { succeeded: countedSucceeded = [], failed: countedFailed = [] } =
    status.uncountedTerminatedPods ?? {};
  const isOfIndex = (pod: Pod): boolean =>
    !isIndexed(job, version) || (indexOf(pod) ?? Infinity) < (job.spec.completions ?? 0);
  const isNew = (pod: Pod, counted: readonly string[]): boolean =>
    isTracked(pod) && !counted.includes(pod.metadata.uid ?? '') && isOfIndex(pod);
  const newlySucceeded = pods.filter(
    (pod) => pod.status?.phase === 'Succeeded' && isNew(pod, countedSucceeded),
  );
  const newlyFailed = pods.filter((pod) => hasFailed(pod, job, version) && isNew(pod, countedFailed));
  const countedNow = newlyFailed.filter((pod) => failureVerdict(job, pod, version).isCounted).length;
  const activePods = pods.filter(isPodActive);
  const draft: JobDraft = {
    version,
    now,
    job,
    status: { ...status, uncountedTerminatedPods: status.uncountedTerminatedPods ?? {} },
    pods,
    activePods,
    newlySucceeded,
    newlyFailed,
    active: activePods.length,
    ready: activePods.filter(isPodReady).length,
    terminating: isAtLeast(version, 26) ? pods.filter(isTerminating).length : 0,
    succeeded: (status.succeeded ?? 0) + newlySucceeded.length + countedSucceeded.length,
    failed: (status.failed ?? 0) + countedNow + countedFailed.length,
    doneBefore: [],
    done: [],
    failedIndexes: undefined,
    toReplace: new Map(),
    verdict: undefined,
  };
  if (isIndexed(job, version)) setIndexes(draft);
  return draft;
};

/** Writes the status. */
export function* writeDraft(draft: JobDraft): Pass<void> {
  const object: Job = { ...draft.job, status: draft.status };
  draft.job = yield* send<Job>({ do: 'update', resource: 'jobs.batch', object, subresource: 'status' });
  draft.status = draft.job.status ?? draft.status;
}
