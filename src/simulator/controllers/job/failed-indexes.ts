/** Jobs whose indexes fail one by one: which have, and what the next pod of an index knows of those before it. */
import type { KubernetesVersion, Pod } from '../../../kube/index.ts';
import { indexesFrom, indexOf } from './completion-indexes.ts';
import type { Job } from './job-object.ts';
import { failureVerdict, hasFailed } from './pod-failure-policy.ts';
import { endedMs, isTracked } from './tracked-pods.ts';

const countKey = 'batch.kubernetes.io/job-index-failure-count';
const ignoredKey = 'batch.kubernetes.io/job-index-ignored-failure-count';

const numberIn = ({ metadata }: Pod, key: string): number => Number(metadata.annotations?.[key] ?? 0) || 0;

/** How often pods of its index have failed before it. */
export const failuresBefore = (pod: Pod): number => numberIn(pod, countKey) + numberIn(pod, ignoredKey);

const hasIndexFailed = (job: Job, pod: Pod, version: KubernetesVersion): boolean => {
  if (!hasFailed(pod, job, version)) return false;
  const { action, isCounted } = failureVerdict(job, pod, version);
  if (action === 'FailIndex') return true;
  return isCounted && numberIn(pod, countKey) >= (job.spec.backoffLimitPerIndex ?? 0);
};

/** In order. @source k8s 1.29 pkg/controller/job/indexed_job_utils.go calculateFailedIndexes */
export const failedIndexes = (job: Job, pods: readonly Pod[], version: KubernetesVersion): number[] => {
  const end = job.spec.completions ?? 0;
  const failed = new Set(indexesFrom(job.status?.failedIndexes, end));
  for (const pod of pods) {
    const index = indexOf(pod);
    if (index !== undefined && index < end && isTracked(pod) && hasIndexFailed(job, pod, version))
      failed.add(index);
  }
  return [...failed].sort((a, b) => a - b);
};

/**
 * Failed pods that are kept until their index has another, which is told how often it failed.
 * @source k8s 1.29 pkg/controller/job/indexed_job_utils.go getPodsWithDelayedDeletionPerIndex
 */
export const podsToReplace = (
  job: Job,
  pods: readonly Pod[],
  over: ReadonlySet<number | undefined>,
  version: KubernetesVersion,
): Map<number, Pod> => {
  const kept = new Map<number, Pod>();
  for (const pod of pods) {
    const index = indexOf(pod);
    if (index === undefined || index >= (job.spec.completions ?? 0) || over.has(index)) continue;
    if (!isTracked(pod) || !hasFailed(pod, job, version)) continue;
    const last = kept.get(index);
    const isLater =
      last === undefined || (failuresBefore(last) <= failuresBefore(pod) && endedMs(pod) >= endedMs(last));
    if (isLater) kept.set(index, pod);
  }
  return kept;
};

/** What the next pod of an index is told. @source k8s 1.29 pkg/controller/job/indexed_job_utils.go getNewIndexFailureCounts */
export const failureAnnotations = (
  job: Job,
  replaced: Pod | undefined,
  version: KubernetesVersion,
): Record<string, string> => {
  if (replaced === undefined) return { [countKey]: '0' };
  const { isCounted } = failureVerdict(job, replaced, version);
  const count = numberIn(replaced, countKey) + (isCounted ? 1 : 0);
  const ignored = numberIn(replaced, ignoredKey) + (isCounted ? 0 : 1);
  return { [countKey]: `${count}`, ...(ignored > 0 ? { [ignoredKey]: `${ignored}` } : {}) };
};
