/** The job controller: runs pods until so many have succeeded. */
import { isAtLeast, labelMatcher } from '../../../kube/index.ts';
import type { KubernetesVersion, Pod } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import type { View, Watch } from '../../controller.ts';
import { claim } from '../controller-ref.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { Orphans } from '../orphans.ts';
import { startPass } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { isTellingChange } from '../pod-state.ts';
import { ownersToWake } from '../watched-owners.ts';
import type { OwnedBy } from '../watched-owners.ts';
import { noFailures, waitAfter, withNewlyEnded } from './failures-in-a-row.ts';
import type { FailuresInARow } from './failures-in-a-row.ts';
import { draftOf } from './job-draft.ts';
import { deadlineOf } from './job-failure.ts';
import {
  countsReadyPods,
  hasLimitPerIndex,
  isManagedElsewhere,
  isSuspended,
  putsOffPods,
  tracksPods,
} from './job-features.ts';
import { finishedStatus } from './job-object.ts';
import type { Job } from './job-object.ts';
import { JobRetries } from './job-retries.ts';
import { untilIndexMs } from './manage-pods.ts';
import { abandonedPods, isPodKey, podNameIn, podsOfEndedJobs, releaseAbandoned } from './released-pods.ts';
import { syncJob } from './sync-job.ts';
import type { JobSync } from './sync-job.ts';
import { syncTrackedJob } from './sync-tracked-job.ts';

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

interface Claimed {
  job: Job;
  orphans: readonly Pod[];
  view: View;
}

function* claimPods({ job, orphans, view }: Claimed): Pass<Pod[]> {
  return yield* claim({
    resource: 'pods',
    owner: job,
    selector: labelMatcher(job.spec.selector),
    candidates: [...view.ownedBy('pods', job.metadata.uid ?? ''), ...orphans],
  });
}

function* claimAndSync(sync: Omit<JobSync, 'pods'>, claimed: Claimed): Pass {
  const pods = yield* claimPods(claimed);
  return yield* syncJob({ ...sync, pods });
}

/** What is kept of a job between passes. */
interface Memory {
  retries: JobRetries;
  failures: Map<string, FailuresInARow>;
}

interface TrackedPass extends Claimed {
  key: string;
  version: KubernetesVersion;
  now: { ms: number; time: string };
  memory: Memory;
  /** Told how long new pods have to wait. */
  wait(ms: number): void;
}

function* claimAndTrack(pass: TrackedPass): Pass {
  const { key, job, version, now, memory, wait } = pass;
  const pods = yield* claimPods(pass);
  const draft = draftOf(job, pods, version, now);
  const isPutOff = putsOffPods(version);
  const failures = isPutOff
    ? withNewlyEnded(memory.failures.get(key) ?? noFailures, draft.newlySucceeded, draft.newlyFailed)
    : noFailures;
  const waitMs = hasLimitPerIndex(job, version) ? 0 : waitAfter(failures, now.ms, version);
  const indexMs = untilIndexMs(draft.toReplace, now.ms, version);
  const untilMs = waitMs > 0 ? waitMs : indexMs;
  if (untilMs !== undefined && untilMs > 0) wait(untilMs);
  const hasNewFailure = draft.failed > (job.status?.failed ?? 0);
  const onCounted = (): void => {
    if (isPutOff) memory.failures.set(key, failures);
  };
  const end = yield* syncTrackedJob({ draft, waitMs, onCounted });
  const isOver = finishedStatus(draft.job) !== undefined;
  if (!isPutOff) memory.retries.note(key, hasNewFailure && !isOver ? 'failed' : 'changed', now.ms);
  return end;
}

/** Changes are gathered for so long before a job is looked at. @source k8s 1.24 pkg/controller/job/job_controller.go podUpdateBatchPeriod; 1.28 syncJobBatchPeriod */
const batchMs = 1000;

const isOnlyStatus = ({ object, old, isDeleted }: Parameters<Watch['keys']>[0]): boolean =>
  !isDeleted && old !== undefined && old.metadata.generation === object.metadata.generation;

export const jobController = defineController({
  name: 'job-controller',
  summary: 'Runs the pods of jobs until so many have succeeded.',
  create({ version }) {
    const orphans = new Orphans<Pod>();
    const retries = new JobRetries();
    const memory: Memory = { retries, failures: new Map() };
    const forget = (key: string): void => {
      retries.forget(key);
      memory.failures.delete(key);
    };
    const gathersStatus = isAtLeast(version, 28);
    const jobKeys: Watch['keys'] = ({ object, isDeleted }) => {
      const key = keyOf(object);
      if (isDeleted) forget(key);
      else retries.wake(key, false);
      return [key];
    };
    return {
      watches: [
        {
          resource: 'jobs.batch',
          keys: (change, view) => (gathersStatus && isOnlyStatus(change) ? [] : jobKeys(change, view)),
        },
        ...(gathersStatus
          ? [
              {
                resource: 'jobs.batch' as const,
                delayMs: batchMs,
                keys: (change: Parameters<Watch['keys']>[0], view: View) =>
                  isOnlyStatus(change) && finishedStatus(change.object as Job) === undefined
                    ? jobKeys(change, view)
                    : [],
              },
            ]
          : []),
        ...(tracksPods(version) ? [abandonedPods, podsOfEndedJobs] : []),
        {
          resource: 'pods',
          ...(countsReadyPods(version) ? { delayMs: batchMs } : {}),
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
        if (isPodKey(key)) {
          const { namespace, name } = splitKey(podNameIn(key));
          const pod = view.get('pods', namespace, name) as Pod | undefined;
          return pod === undefined ? { actions: [] } : startPass(releaseAbandoned(pod, view));
        }
        const { namespace, name } = splitKey(key);
        const job = jobAt(view, namespace, name);
        if (job === undefined || finishedStatus(job) !== undefined || isManagedElsewhere(job, version)) {
          forget(key);
          return { actions: [] };
        }
        const isHeld = isSuspended(job, version);
        if (isHeld && !tracksPods(version)) return { actions: [] };
        if (!putsOffPods(version) && !retries.isDue(key, now.ms))
          return untilNext(job, retries.untilDueMs(key, now.ms), now.ms);
        const claimed: Claimed = { job, view, orphans: orphans.of(namespace) };
        let waitMs: number | undefined;
        const wait = (ms: number): void => {
          waitMs = ms;
        };
        const note: JobSync['note'] = (outcome) => {
          retries.note(key, outcome, now.ms);
        };
        const pass = tracksPods(version)
          ? claimAndTrack({ ...claimed, key, version, now, memory, wait })
          : claimAndSync({ job, retries: retries.retriesOf(key), version, now, note }, claimed);
        const { actions, error } = startPass(pass);
        const untilDueMs = putsOffPods(version) ? waitMs : retries.untilDueMs(key, now.ms);
        const next = isHeld ? {} : untilNext(job, untilDueMs, now.ms);
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
