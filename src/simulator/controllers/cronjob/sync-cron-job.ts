/** One look at a cron job: its jobs are accounted for, and one is started when it is time. */
import { deepEqual, isAtLeast, isTimeZone } from '../../../kube/index.ts';
import type { KubernetesVersion, ObjectReference } from '../../../kube/index.ts';
import { finishedStatus } from '../job/index.ts';
import type { Job } from '../job/index.ts';
import { attempt } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { timeZoneOf } from './cron-job-object.ts';
import type { CronJob } from './cron-job-object.ts';
import { dueTimes } from './due-times.ts';
import { trimHistory } from './job-history.ts';
import { createJob, deleteJob } from './job-writes.ts';

export interface CronJobSync {
  cronJob: CronJob;
  jobs: readonly Job[];
  version: KubernetesVersion;
  nowMs: number;
}

type Status = NonNullable<CronJob['status']>;

const tell = (cronJob: CronJob, type: 'Normal' | 'Warning', reason: string, message: string) =>
  ({ do: 'event', about: cronJob, type, reason, message }) as const;

const timeText = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** The jobs that still count as running, of those the status names. */
function* account({ cronJob, jobs, version }: CronJobSync): Pass<Status> {
  const status: Status = cronJob.status ?? {};
  let active = status.active ?? [];
  let { lastSuccessfulTime } = status;
  for (const job of jobs) {
    const { name, uid } = job.metadata;
    const isKnown = active.some((reference) => reference.uid === uid);
    const finished = finishedStatus(job);
    if (!isKnown && finished === undefined) {
      const message = `Saw a job that the controller did not create or forgot: ${name}`;
      yield tell(cronJob, 'Warning', 'UnexpectedJob', message);
    } else if (isKnown && finished !== undefined) {
      active = active.filter((reference) => reference.uid !== uid);
      const message = `Saw completed job: ${name}, status: ${finished}`;
      yield tell(cronJob, 'Normal', 'SawCompletedJob', message);
      if (finished === 'Complete' && isAtLeast(version, 22)) lastSuccessfulTime = job.status?.completionTime;
    }
  }
  for (const reference of active) {
    if (jobs.some(({ metadata }) => metadata.uid === reference.uid)) continue;
    yield tell(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${reference.name ?? ''}`);
    active = active.filter(({ uid }) => uid !== reference.uid);
  }
  return statusOf(status, active, lastSuccessfulTime);
}

const statusOf = (
  { active: _active, ...status }: Status,
  active: readonly ObjectReference[],
  lastSuccessfulTime: string | undefined,
): Status => ({
  ...(active.length === 0 ? {} : { active: [...active] }),
  ...status,
  ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }),
});

/** Writes the status if it is another; answers the cron job as it is then. */
function* writeStatus(cronJob: CronJob, status: Status): Pass<CronJob | undefined> {
  if (deepEqual(cronJob.status ?? {}, status)) return cronJob;
  const object = { ...cronJob, status };
  const answer = yield* attempt<CronJob>({
    do: 'update',
    resource: 'cronjobs.batch',
    object,
    subresource: 'status',
  });
  return answer.ok ? answer.value : undefined;
}

/** The time for which a job is to be started now; undefined when there is none. */
function* dueTime({ cronJob, version, nowMs }: CronJobSync): Pass<number | undefined> {
  const { spec, status, metadata } = cronJob;
  if (metadata.deletionTimestamp !== undefined || spec.suspend === true) return undefined;
  const { schedule, startingDeadlineSeconds } = spec;
  const timeZone = timeZoneOf(cronJob, version);
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const message = `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone}`;
    yield tell(cronJob, 'Warning', 'UnknownTimeZone', message);
    return undefined;
  }
  const due = dueTimes(
    {
      schedule,
      ...(timeZone === undefined ? {} : { timeZone }),
      sinceMs: Date.parse(status?.lastScheduleTime ?? metadata.creationTimestamp ?? ''),
      ...(startingDeadlineSeconds === undefined ? {} : { startingDeadlineSeconds }),
      nowMs,
    },
    version,
  );
  if ('error' in due) {
    const message = `Cannot determine if job needs to be started: ${due.error}`;
    yield tell(cronJob, 'Warning', 'FailedNeedsStart', message);
    return undefined;
  }
  const timeMs = due.timesMs.at(-1);
  if (timeMs === undefined) return undefined;
  if (startingDeadlineSeconds !== undefined && timeMs + startingDeadlineSeconds * 1000 < nowMs) {
    if (isAtLeast(version, 21)) {
      const message = `Missed scheduled time to start a job: ${new Date(timeMs).toUTCString()}`;
      yield tell(cronJob, 'Warning', 'MissSchedule', message);
    }
    return undefined;
  }
  return timeMs;
}

/** @source k8s 1.20 pkg/controller/cronjob/cronjob_controller.go syncOne */
export function* syncCronJob(sync: CronJobSync): Pass {
  const { jobs, version } = sync;
  const accounted = yield* account(sync);
  const cronJob = yield* writeStatus(sync.cronJob, accounted);
  if (cronJob === undefined) return undefined;
  yield* trimHistory(cronJob, jobs);
  const timeMs = yield* dueTime({ ...sync, cronJob });
  if (timeMs === undefined) return undefined;
  let active = cronJob.status?.active ?? [];
  const { concurrencyPolicy } = cronJob.spec;
  if (concurrencyPolicy === 'Forbid' && active.length > 0) {
    if (isAtLeast(version, 21)) {
      const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
      yield tell(cronJob, 'Normal', 'JobAlreadyActive', message);
    }
    return undefined;
  }
  if (concurrencyPolicy === 'Replace') {
    for (const { uid } of active) {
      const job = jobs.find(({ metadata }) => metadata.uid === uid);
      if (job !== undefined && !(yield* deleteJob(cronJob, job))) return undefined;
    }
    active = [];
  }
  const job = yield* createJob(cronJob, timeMs, version);
  if (job === undefined) return undefined;
  const { name, namespace, uid, resourceVersion } = job.metadata;
  const reference = { apiVersion: 'batch/v1', kind: 'Job', name, namespace, uid, resourceVersion };
  const status = {
    ...cronJob.status,
    active: [...active, reference as ObjectReference],
    lastScheduleTime: timeText(timeMs),
  };
  yield* writeStatus(cronJob, status);
  return undefined;
}
