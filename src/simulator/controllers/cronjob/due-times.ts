/** When a cron job was due, and how the job of one such time is called. */
import { isAtLeast, nextCronTime, parseCron } from '../../../kube/index.ts';
import type { KubernetesVersion } from '../../../kube/index.ts';

export interface DueRequest {
  schedule: string;
  /** Default: UTC. */
  timeZone?: string;
  /** Its last start, or else its creation. */
  sinceMs: number;
  startingDeadlineSeconds?: number;
  nowMs: number;
}

const mostMissed = 100;

/**
 * The times since `sinceMs` at which a job should have been started, the latest last; nothing older than the deadline counts.
 * @source k8s 1.20 pkg/controller/cronjob/utils.go getRecentUnmetScheduleTimes
 */
export const dueTimes = (
  { schedule, timeZone, sinceMs, startingDeadlineSeconds, nowMs }: DueRequest,
  version: KubernetesVersion,
): { timesMs: number[] } | { error: string } => {
  const parsed = parseCron(schedule, version);
  if ('error' in parsed) return { error: `unparseable schedule: ${schedule} : ${parsed.error}` };
  const earliestMs =
    startingDeadlineSeconds === undefined
      ? sinceMs
      : Math.max(sinceMs, nowMs - startingDeadlineSeconds * 1000);
  const timesMs: number[] = [];
  if (earliestMs > nowMs) return { timesMs };
  let afterMs = earliestMs;
  for (;;) {
    const nextMs = nextCronTime(parsed.value, afterMs, timeZone);
    // A time that never comes is Go's zero time, which always is over.
    if (nextMs !== undefined && nextMs > nowMs) return { timesMs };
    if (nextMs === undefined || timesMs.push(nextMs) > mostMissed) {
      return {
        error:
          'too many missed start time (> 100). Set or decrease .spec.startingDeadlineSeconds or check clock skew',
      };
    }
    afterMs = nextMs;
  }
};

/** @source k8s 1.20 pkg/controller/cronjob/utils.go getJobFromTemplate (seconds), getJobName (minutes, since 1.21) */
export const jobNameAt = (cronJob: string, timeMs: number, version: KubernetesVersion): string =>
  `${cronJob}-${Math.floor(timeMs / (isAtLeast(version, 21) ? 60_000 : 1000))}`;
