/** The cron job controller: starts jobs by the clock. */
import { isAtLeast, isTimeZone, nextCronTime, parseCron } from '../../../kube/index.ts';
import type { KubernetesVersion } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import type { View } from '../../controller.ts';
import { controllerOf } from '../controller-ref.ts';
import type { Job } from '../job/index.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { startPass } from '../pass.ts';
import { timeZoneOf } from './cron-job-object.ts';
import type { CronJob } from './cron-job-object.ts';
import { syncCronJob } from './sync-cron-job.ts';

/** Until 1.20 all cron jobs are looked at so often, and only then. @source k8s 1.20 pkg/controller/cronjob/cronjob_controller.go Run */
const pollMs = 10_000;
/** Since 1.21 each is looked at when it is due. @source k8s 1.21 pkg/controller/cronjob/cronjob_controllerv2.go nextScheduledTimeDelta */
const requeueDeltaMs = 100;

const cronJobAt = (view: View, namespace: string | undefined, name: string): CronJob | undefined =>
  view.get('cronjobs.batch', namespace, name) as CronJob | undefined;

/** When its schedule is next due; undefined when never. */
const nextDueMs = (cronJob: CronJob, version: KubernetesVersion, nowMs: number): number | undefined => {
  const { schedule, suspend } = cronJob.spec;
  const timeZone = timeZoneOf(cronJob, version);
  if (suspend === true || (timeZone !== undefined && !isTimeZone(timeZone))) return undefined;
  const parsed = parseCron(schedule, version);
  return 'error' in parsed ? undefined : nextCronTime(parsed.value, nowMs, timeZone);
};

export const cronJobController = defineController({
  name: 'cronjob-controller',
  summary: 'Starts the jobs of cron jobs when it is time.',
  create({ version, random }) {
    const phaseMs = Math.floor(random('cronjob-controller').float() * pollMs);
    const polls = !isAtLeast(version, 21);
    const nextPollMs = (fromMs: number): number => Math.ceil((fromMs - phaseMs) / pollMs) * pollMs + phaseMs;
    /** When a cron job is to be looked at, for those that something has happened to. */
    const polledAt = new Map<string, number>();
    return {
      watches: [
        { resource: 'cronjobs.batch', keys: ({ object }) => [keyOf(object)] },
        {
          resource: 'jobs.batch',
          keys({ object }) {
            const owner = controllerOf(object);
            return owner?.kind === 'CronJob' ? [`${object.metadata.namespace ?? ''}/${owner.name}`] : [];
          },
        },
      ],
      reconcile(key, view, now) {
        const { namespace, name } = splitKey(key);
        const cronJob = cronJobAt(view, namespace, name);
        if (cronJob === undefined) {
          polledAt.delete(key);
          return { actions: [] };
        }
        const dueMs = polledAt.get(key) ?? nextPollMs(now.ms);
        if (polls && dueMs > now.ms) {
          const pollMsOfChange = Math.min(dueMs, nextPollMs(now.ms));
          polledAt.set(key, pollMsOfChange);
          return { actions: [], requeueAfterMs: pollMsOfChange - now.ms };
        }
        const jobs = view.ownedBy('jobs.batch', cronJob.metadata.uid ?? '') as readonly Job[];
        const { actions, error } = startPass(syncCronJob({ cronJob, jobs, version, nowMs: now.ms }));
        const nextMs = nextDueMs(cronJob, version, now.ms);
        if (polls && nextMs !== undefined) polledAt.set(key, nextPollMs(nextMs));
        else polledAt.delete(key);
        const atMs = nextMs === undefined ? undefined : polls ? nextPollMs(nextMs) : nextMs + requeueDeltaMs;
        return {
          actions,
          ...(error === undefined ? {} : { error }),
          ...(atMs === undefined ? {} : { requeueAfterMs: atMs - now.ms }),
        };
      },
    };
  },
});
