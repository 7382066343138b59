/** Counting pods that have ended, each once: it is written down, let go of, and then counted. */
import type { Pod } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import { indexesText, indexOf, isIndexed } from './completion-indexes.ts';
import { trueCondition, withJobCondition } from './job-conditions.ts';
import { writeDraft } from './job-draft.ts';
import type { JobDraft } from './job-draft.ts';
import { delaysVerdict } from './job-features.ts';
import { afterAnnouncement } from './job-verdict.ts';
import { failureVerdict, hasFailed } from './pod-failure-policy.ts';
import { isTracked, releasePod } from './tracked-pods.ts';

/** @source k8s 1.25 pkg/controller/job/job_controller.go MaxUncountedPods */
const mostUncounted = 500;

/** @source k8s 1.29, 1.31 pkg/controller/job/job_controller.go canRemoveFinalizer */
const mayGo = ({ job, verdict, toReplace, version }: JobDraft, pod: Pod): boolean => {
  if (job.metadata.deletionTimestamp !== undefined || verdict !== undefined) return true;
  if (pod.status?.phase === 'Succeeded') return true;
  if (!hasFailed(pod, job, version)) return false;
  const index = indexOf(pod);
  return index === undefined || toReplace.get(index)?.metadata.uid !== pod.metadata.uid;
};

/** Moves uids of pods that are let go of from the lists to the counts. @source k8s 1.25 pkg/controller/job/job_controller.go cleanUncountedPodsWithoutFinalizers */
const countReleased = (draft: JobDraft, held: ReadonlySet<string>): boolean => {
  const { succeeded = [], failed = [] } = draft.status.uncountedTerminatedPods ?? {};
  const left = {
    succeeded: succeeded.filter((uid) => held.has(uid)),
    failed: failed.filter((uid) => held.has(uid)),
  };
  const [newlySucceeded, newlyFailed] = [
    succeeded.length - left.succeeded.length,
    failed.length - left.failed.length,
  ];
  if (newlySucceeded + newlyFailed === 0) return false;
  const sum = (before: number | undefined, more: number): number => (before ?? 0) + more;
  const { succeeded: wasSucceeded, failed: wasFailed } = draft.status;
  const counts = { succeeded: sum(wasSucceeded, newlySucceeded), failed: sum(wasFailed, newlyFailed) };
  draft.status = {
    ...draft.status,
    ...(counts.succeeded === 0 ? {} : { succeeded: counts.succeeded }),
    ...(counts.failed === 0 ? {} : { failed: counts.failed }),
    uncountedTerminatedPods: {
      ...(left.succeeded.length === 0 ? {} : { succeeded: left.succeeded }),
      ...(left.failed.length === 0 ? {} : { failed: left.failed }),
    },
  };
  return true;
};

interface Noted {
  toRelease: Pod[];
  hasNews: boolean;
  isFull: boolean;
  newIndexes: Set<number>;
}

/** Writes down, in the draft, which pods are to be counted. */
const noteEnded = (draft: JobDraft, held: ReadonlySet<string>): Noted => {
  const { job, verdict, version, doneBefore } = draft;
  const hasIndexes = isIndexed(job, version);
  const end = job.spec.completions ?? 0;
  const uncounted = draft.status.uncountedTerminatedPods ?? {};
  const succeeded = [...(uncounted.succeeded ?? [])];
  const failed = [...(uncounted.failed ?? [])];
  const before = new Set(doneBefore);
  const noted: Noted = { toRelease: [], hasNews: false, isFull: false, newIndexes: new Set() };
  const pods = hasIndexes
    ? [...draft.pods].sort((a, b) => (indexOf(a) ?? -1) - (indexOf(b) ?? -1))
    : draft.pods;
  for (const pod of pods) {
    const { uid = '' } = pod.metadata;
    if (!held.has(uid) || !mayGo(draft, pod)) continue;
    noted.toRelease.push(pod);
    const index = indexOf(pod);
    const isOfIndex = index !== undefined && index < end;
    const isFailure =
      hasFailed(pod, job, version) || (verdict !== undefined && verdict.type !== 'SuccessCriteriaMet');
    if (pod.status?.phase === 'Succeeded' && !failed.includes(uid)) {
      if (hasIndexes) {
        if (isOfIndex && !before.has(index)) noted.newIndexes.add(index);
      } else if (!succeeded.includes(uid)) succeeded.push(uid);
    } else if (isFailure && !failed.includes(uid) && (!hasIndexes || isOfIndex)) {
      if (failureVerdict(job, pod, version).isCounted) failed.push(uid);
    }
    noted.isFull = noted.newIndexes.size + succeeded.length + failed.length >= mostUncounted;
    if (noted.isFull) break;
  }
  noted.hasNews =
    noted.newIndexes.size > 0 ||
    succeeded.length > (uncounted.succeeded?.length ?? 0) ||
    failed.length > (uncounted.failed?.length ?? 0);
  if (noted.hasNews)
    draft.status = {
      ...draft.status,
      uncountedTerminatedPods: {
        ...(succeeded.length === 0 ? {} : { succeeded }),
        ...(failed.length === 0 ? {} : { failed }),
      },
    };
  return noted;
};

/** The indexes that have succeeded are counted by themselves. Answers whether that changed anything. */
const noteIndexes = (draft: JobDraft, newIndexes: ReadonlySet<number>): boolean => {
  if (!isIndexed(draft.job, draft.version)) return false;
  const done = [...new Set([...draft.doneBefore, ...newIndexes])].sort((a, b) => a - b);
  const { completedIndexes: before = '', failedIndexes: failedBefore } = draft.status;
  const completedIndexes = indexesText(done);
  const failedIndexes = draft.failedIndexes === undefined ? undefined : indexesText(draft.failedIndexes);
  // No index that was done becomes undone: what is set here only grows.
  draft.status = {
    ...draft.status,
    ...(done.length === 0 ? {} : { succeeded: done.length, completedIndexes }),
    ...(failedIndexes === undefined ? {} : { failedIndexes }),
  };
  return completedIndexes !== before || failedIndexes !== failedBefore;
};

/** Announces the end of the job; what is announced follows when all its pods are counted. */
const announce = (draft: JobDraft): boolean => {
  const { verdict, now } = draft;
  if (verdict?.type !== 'FailureTarget' && verdict?.type !== 'SuccessCriteriaMet') return false;
  draft.verdict = afterAnnouncement(verdict, now.time);
  const { conditions } = draft.status;
  if (trueCondition(conditions, verdict.type) !== undefined) return false;
  draft.status = { ...draft.status, conditions: [...(conditions ?? []), verdict] };
  return true;
};

/** @source k8s 1.25, 1.31 pkg/controller/job/job_controller.go enactJobFinished */
const finish = (draft: JobDraft): boolean => {
  const { verdict, terminating, version, now, status } = draft;
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  if (verdict === undefined || succeeded.length + failed.length > 0) return false;
  if (delaysVerdict(version) && terminating > 0) return false;
  const conditions = withJobCondition(status.conditions, verdict) ?? status.conditions ?? [];
  draft.status = {
    ...status,
    conditions,
    ...(verdict.type === 'Complete' ? { completionTime: now.time } : {}),
  };
  return true;
};

/**
 * Answers whether the job is over now.
 * @source k8s 1.25, 1.31 pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers, flushUncountedAndRemoveFinalizers
 */
export function* countPods(draft: JobDraft, hasNews: boolean, onWritten: () => void): Pass<boolean> {
  const held = new Set(draft.pods.filter(isTracked).map(({ metadata }) => metadata.uid ?? ''));
  let needsWrite = countReleased(draft, held) || hasNews;
  const noted = noteEnded(draft, held);
  needsWrite = noteIndexes(draft, noted.newIndexes) || noted.hasNews || needsWrite;
  needsWrite = announce(draft) || needsWrite;
  if (needsWrite) {
    yield* writeDraft(draft);
    onWritten();
  }
  for (const pod of noted.toRelease) {
    yield* releasePod(pod);
    held.delete(pod.metadata.uid ?? '');
  }
  const hasCounted = countReleased(draft, held);
  const isOver = !noted.isFull && finish(draft);
  if (hasCounted || isOver) yield* writeDraft(draft);
  return isOver;
}
