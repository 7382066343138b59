/** Deletes the oldest finished jobs of a cron job beyond its history limits. */
import { finishedStatus } from '../job/index.ts';
import type { Job } from '../job/index.ts';
import type { Pass } from '../pass.ts';
import type { CronJob } from './cron-job-object.ts';
import { deleteJob } from './job-writes.ts';

/** @source k8s 1.20 pkg/controller/cronjob/utils.go byJobStartTime */
const byStartTime = (a: Job, b: Job): number =>
  (a.status?.startTime ?? '9').localeCompare(b.status?.startTime ?? '9') ||
  a.metadata.name.localeCompare(b.metadata.name);

/** @source k8s 1.20 pkg/controller/cronjob/cronjob_controller.go cleanupFinishedJobs */
export function* trimHistory(cronJob: CronJob, jobs: readonly Job[]): Pass<void> {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec;
  const limits = { Complete: successfulJobsHistoryLimit, Failed: failedJobsHistoryLimit };
  for (const outcome of ['Complete', 'Failed'] as const) {
    const limit = limits[outcome];
    if (limit === undefined) continue;
    const finished = jobs.filter((job) => finishedStatus(job) === outcome).sort(byStartTime);
    for (const job of finished.slice(0, Math.max(0, finished.length - limit))) yield* deleteJob(cronJob, job);
  }
}
