/** What ends a job: failures, time, or success by its own rules. */
import { isAtLeast } from '../../../kube/index.ts';
import type { Condition } from '../../../kube/index.ts';
import { isIndexed } from './completion-indexes.ts';
import { conditionNow, trueCondition } from './job-conditions.ts';
import type { JobDraft } from './job-draft.ts';
import { deadlineOf, isPastRestarts } from './job-failure.ts';
import { delaysVerdict, hasFailurePolicy, isSuspended } from './job-features.ts';
import { failureVerdict, hasFailed } from './pod-failure-policy.ts';
import { metRule } from './success-policy.ts';

/** Announced since 1.31, at once before. @source k8s 1.31 pkg/controller/job/job_controller.go newFailureCondition */
const failure = ({ version, now }: JobDraft, reason: string, message: string): Condition =>
  conditionNow(delaysVerdict(version) ? 'FailureTarget' : 'Failed', now.time, reason, message);

/** @source k8s 1.31 pkg/controller/job/job_controller.go newSuccessCondition */
export const success = ({ version, now }: JobDraft): Condition =>
  delaysVerdict(version)
    ? conditionNow(
        'SuccessCriteriaMet',
        now.time,
        'CompletionsReached',
        'Reached expected number of succeeded pods',
      )
    : conditionNow('Complete', now.time);

/** What follows an announcement. */
export const afterAnnouncement = ({ type, reason, message }: Condition, time: string): Condition =>
  conditionNow(type === 'FailureTarget' ? 'Failed' : 'Complete', time, reason, message);

const isPastLimit = ({ job, active, failed, version }: JobDraft): boolean => {
  const { backoffLimit = 6, parallelism = 1 } = job.spec;
  if (failed <= backoffLimit) return false;
  return isAtLeast(version, 28) || (failed > (job.status?.failed ?? 0) && active !== parallelism);
};

const byLimits = (draft: JobDraft): Condition | undefined => {
  const { job, pods, now, version } = draft;
  if (isPastLimit(draft) || isPastRestarts(job, pods))
    return failure(draft, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  const deadlineMs = isSuspended(job, version) ? undefined : deadlineOf(job);
  return deadlineMs !== undefined && now.ms >= deadlineMs
    ? failure(draft, 'DeadlineExceeded', 'Job was active longer than specified deadline')
    : undefined;
};

/** @source k8s 1.26 pkg/controller/job/job_controller.go getFailJobMessage */
const byPolicy = ({ job, pods, version, now }: JobDraft): Condition | undefined => {
  if (!hasFailurePolicy(job, version)) return undefined;
  for (const pod of pods) {
    if (!hasFailed(pod, job, version)) continue;
    const { message } = failureVerdict(job, pod, version);
    if (message !== undefined) return conditionNow('FailureTarget', now.time, 'PodFailurePolicy', message);
  }
  return undefined;
};

const byIndexes = (draft: JobDraft): Condition | undefined => {
  const { job, done, failedIndexes, now, version } = draft;
  const { maxFailedIndexes, completions = 0 } = job.spec;
  if (failedIndexes !== undefined) {
    if (maxFailedIndexes !== undefined && failedIndexes.length > maxFailedIndexes) {
      const message = 'Job has exceeded the specified maximal number of failed indexes';
      return failure(draft, 'MaxFailedIndexesExceeded', message);
    }
    if (failedIndexes.length > 0 && failedIndexes.length + done.length >= completions)
      return failure(draft, 'FailedIndexes', 'Job has failed indexes');
  }
  const met = isAtLeast(version, 31) ? metRule(job, done) : undefined;
  return met === undefined ? undefined : conditionNow('SuccessCriteriaMet', now.time, 'SuccessPolicy', met);
};

/** Undefined while the job goes on. @source k8s 1.26, 1.31 pkg/controller/job/job_controller.go syncJob */
export const verdictOf = (draft: JobDraft): Condition | undefined => {
  const { job, version, now } = draft;
  const { conditions } = job.status ?? {};
  const isMet = delaysVerdict(version) ? trueCondition(conditions, 'SuccessCriteriaMet') : undefined;
  if (isMet !== undefined) return isMet;
  const target = isAtLeast(version, 26) ? trueCondition(conditions, 'FailureTarget') : undefined;
  if (target !== undefined) return afterAnnouncement(target, now.time);
  return byPolicy(draft) ?? byLimits(draft) ?? (isIndexed(job, version) ? byIndexes(draft) : undefined);
};
