/** Why a job is given up: too many failures, or too much time. */
import type { Pod } from '../../../kube/index.ts';
import type { Job } from './job-object.ts';

export interface JobFailure {
  reason: 'BackoffLimitExceeded' | 'DeadlineExceeded';
  message: string;
}

/** Restarts of containers count as failures when it is the kubelet who tries again. @source k8s 1.20 pkg/controller/job/job_controller.go pastBackoffLimitOnFailure */
export const isPastRestarts = ({ spec }: Job, pods: readonly Pod[]): boolean => {
  if (spec.template.spec.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const { restartCount } of [
      ...(status.initContainerStatuses ?? []),
      ...(status.containerStatuses ?? []),
    ])
      restarts += restartCount;
  }
  const limit = spec.backoffLimit ?? 6;
  return limit === 0 ? restarts > 0 : restarts >= limit;
};

/** When the job's time is up, in ms; undefined when it has all the time or has not started. */
export const deadlineOf = ({ spec, status }: Job): number | undefined =>
  spec.activeDeadlineSeconds === undefined || status?.startTime === undefined
    ? undefined
    : Date.parse(status.startTime) + spec.activeDeadlineSeconds * 1000;

export interface FailureFacts {
  job: Job;
  pods: readonly Pod[];
  active: number;
  hasNewFailure: boolean;
  /** How often the job has been put off since it last went well. */
  retries: number;
  nowMs: number;
}

/** @source k8s 1.20 pkg/controller/job/job_controller.go syncJob */
export const jobFailure = (facts: FailureFacts): JobFailure | undefined => {
  const { job, pods, active, hasNewFailure, retries, nowMs } = facts;
  const { backoffLimit = 6, parallelism = 1 } = job.spec;
  const isPastLimit = hasNewFailure && active !== parallelism && retries + 1 > backoffLimit;
  if (isPastLimit || isPastRestarts(job, pods))
    return { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  const deadlineMs = deadlineOf(job);
  return deadlineMs !== undefined && nowMs >= deadlineMs
    ? { reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' }
    : undefined;
};
