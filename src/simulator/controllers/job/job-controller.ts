/** The job controller: runs pods until so many have succeeded. */
import { isAtLeast, labelMatcher } from '../../../kube/index.ts';
import type { Pod } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import type { View } from '../../controller.ts';
import { claim } from '../controller-ref.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { Orphans } from '../orphans.ts';
import { startPass } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { isTellingChange } from '../pod-state.ts';
import { ownersToWake } from '../watched-owners.ts';
import type { OwnedBy } from '../watched-owners.ts';
import { deadlineOf } from './job-failure.ts';
import { finishedStatus } from './job-object.ts';
import type { Job } from './job-object.ts';
import { JobRetries } from './job-retries.ts';
import { syncJob } from './sync-job.ts';
import type { JobSync } from './sync-job.ts';

const jobAt = (view: View, namespace: string | undefined, name: string): Job | undefined =>
  view.get('jobs.batch', namespace, name) as Job | undefined;

const jobs: OwnedBy = {
  kind: 'Job',
  find: jobAt,
  adopters: (view, orphan) =>
    (view.list('jobs.batch', orphan.metadata.namespace) as readonly Job[]).filter(({ spec }) =>
      labelMatcher(spec.selector).matches(orphan.metadata.labels),
    ),
};

function* claimAndSync(sync: Omit<JobSync, 'pods'>, view: View, orphans: readonly Pod[]): Pass {
  const { job } = sync;
  const pods: Pod[] = yield* claim({
    resource: 'pods',
    owner: job,
    selector: labelMatcher(job.spec.selector),
    candidates: [...view.ownedBy('pods', job.metadata.uid ?? ''), ...orphans],
  });
  return yield* syncJob({ ...sync, pods });
}

export const jobController = defineController({
  name: 'job-controller',
  summary: 'Runs the pods of jobs until so many have succeeded.',
  create({ version }) {
    const orphans = new Orphans<Pod>();
    const retries = new JobRetries();
    return {
      watches: [
        {
          resource: 'jobs.batch',
          keys({ object, isDeleted }) {
            const key = keyOf(object);
            if (isDeleted) retries.forget(key);
            else retries.wake(key, false);
            return [key];
          },
        },
        {
          resource: 'pods',
          keys(change, view) {
            const pod = change.object as Pod;
            orphans.note(pod, change.isDeleted);
            if (!change.isDeleted && !isTellingChange(pod, change.old as Pod | undefined)) {
              const restarts = (each: Pod | undefined): number =>
                each?.status?.containerStatuses?.reduce((sum, { restartCount }) => sum + restartCount, 0) ??
                0;
              if (restarts(pod) === restarts(change.old as Pod | undefined)) return [];
            }
            const keys = ownersToWake(jobs, change, view);
            for (const key of keys) retries.wake(key, !change.isDeleted && pod.status?.phase === 'Failed');
            return keys;
          },
        },
      ],
      reconcile(key, view, now) {
        const { namespace, name } = splitKey(key);
        const job = jobAt(view, namespace, name);
        if (job === undefined || finishedStatus(job) !== undefined) {
          retries.forget(key);
          return { actions: [] };
        }
        if (isAtLeast(version, 22) && job.spec.suspend === true) return { actions: [] };
        if (!retries.isDue(key, now.ms)) return untilNext(job, retries.untilDueMs(key, now.ms), now.ms);
        const note: JobSync['note'] = (outcome) => {
          retries.note(key, outcome, now.ms);
        };
        const pass = claimAndSync(
          { job, retries: retries.retriesOf(key), version, now, note },
          view,
          orphans.of(namespace),
        );
        const { actions, error } = startPass(pass);
        const next = untilNext(job, retries.untilDueMs(key, now.ms), now.ms);
        return { ...next, actions, ...(error === undefined ? {} : { error }) };
      },
    };
  },
});

const untilNext = (
  job: Job,
  untilRetryMs: number | undefined,
  nowMs: number,
): { actions: []; requeueAfterMs?: number } => {
  const deadlineMs = deadlineOf(job);
  const waits = [untilRetryMs, deadlineMs === undefined ? undefined : Math.max(1, deadlineMs - nowMs)].filter(
    (wait): wait is number => wait !== undefined,
  );
  return waits.length === 0 ? { actions: [] } : { actions: [], requeueAfterMs: Math.min(...waits) };
};
