/** One pass over a job: its pods are counted, made or stopped, and what has become of it is written into its status. */
import type { Condition, KubernetesVersion, Pod } from '../../../kube/index.ts';
import { send } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { isPodActive, isPodReady } from '../pod-state.ts';
import { jobFailure } from './job-failure.ts';
import { indexesText, isIndexed, succeededIndexes } from './completion-indexes.ts';
import { conditionNow } from './job-conditions.ts';
import { countsReadyPods } from './job-features.ts';
import type { Job, JobStatus } from './job-object.ts';
import { deletePods, managePods } from './manage-pods.ts';

export interface JobSync {
  job: Job;
  pods: readonly Pod[];
  retries: number;
  version: KubernetesVersion;
  now: { ms: number; time: string };
  /** Told what came of it: new failures put the next look off, other news end that. */
  note(outcome: 'failed' | 'changed' | undefined): void;
}

const countPhase = (pods: readonly Pod[], phase: string): number =>
  pods.filter(({ status }) => status?.phase === phase).length;

interface Progress {
  active: number;
  failed: number;
  condition?: Condition;
  isComplete?: boolean;
  error?: string;
}

/** Gives the job up: what is active is stopped and counts as failed. */
function* giveUp(
  { job, now }: JobSync,
  active: readonly Pod[],
  failed: number,
  reason: string,
  message: string,
): Pass<Progress> {
  const error = yield* deletePods(job, active);
  yield { do: 'event', about: job, type: 'Warning', reason, message };
  const condition = conditionNow('Failed', now.time, reason, message);
  return {
    active: 0,
    failed: failed + active.length,
    condition,
    ...(error === undefined ? {} : { error }),
  };
}

const isComplete = ({ spec }: Job, active: number, succeeded: number): boolean =>
  spec.completions === undefined ? succeeded > 0 && active === 0 : succeeded >= spec.completions;

function* goOn(
  sync: JobSync,
  activePods: readonly Pod[],
  done: readonly number[],
  succeeded: number,
  failed: number,
): Pass<Progress> {
  const { job, version, now } = sync;
  const isLeaving = job.metadata.deletionTimestamp !== undefined;
  const managed: { active: number; failure?: string } = isLeaving
    ? { active: activePods.length }
    : yield* managePods({ job, version, active: activePods, succeeded, done });
  const { active, failure: error } = managed;
  const progress: Progress = { active, failed, ...(error === undefined ? {} : { error }) };
  if (!isComplete(job, active, succeeded)) return progress;
  const { completions } = job.spec;
  const warn = (reason: string, message: string) =>
    ({ do: 'event', about: job, type: 'Warning', reason, message }) as const;
  if (completions !== undefined && active > 0)
    yield warn('TooManyActivePods', 'Too many active pods running after completion count reached');
  if (completions !== undefined && succeeded > completions)
    yield warn('TooManySucceededPods', 'Too many succeeded pods running after completion count reached');
  yield { do: 'event', about: job, type: 'Normal', reason: 'Completed', message: 'Job completed' };
  return { ...progress, condition: conditionNow('Complete', now.time), isComplete: true };
}

/** Counts that are zero are left out, as in JSON upstream. */
const nonZero = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));

/**
 * @until k8s 1.25
 * @source k8s 1.20 pkg/controller/job/job_controller.go syncJob
 */
export function* syncJob(sync: JobSync): Pass {
  const { job, pods, retries, version, now } = sync;
  const before: JobStatus = job.status ?? {};
  const activePods = pods.filter(isPodActive);
  const hasIndexes = isIndexed(job, version);
  const done = hasIndexes ? succeededIndexes(job, pods) : [];
  const completedIndexes = indexesText(done);
  const succeeded = hasIndexes ? done.length : countPhase(pods, 'Succeeded');
  const failed = countPhase(pods, 'Failed');
  const hasNewFailure = failed > (before.failed ?? 0);
  const startTime = before.startTime ?? now.time;
  const failure = jobFailure({
    job,
    pods,
    active: activePods.length,
    hasNewFailure,
    retries,
    nowMs: now.ms,
  });
  const progress =
    failure === undefined
      ? yield* goOn(sync, activePods, done, succeeded, failed)
      : yield* giveUp(sync, activePods, failed, failure.reason, failure.message);
  const ready = countsReadyPods(version) ? activePods.filter(isPodReady).length : undefined;
  const isSame =
    (before.active ?? 0) === progress.active &&
    (before.succeeded ?? 0) === succeeded &&
    (before.failed ?? 0) === progress.failed &&
    (before.completedIndexes ?? '') === completedIndexes &&
    before.ready === ready &&
    progress.condition === undefined;
  if (!isSame) {
    const conditions = [
      ...(before.conditions ?? []),
      ...(progress.condition === undefined ? [] : [progress.condition]),
    ];
    const status: JobStatus = {
      ...(conditions.length === 0 ? {} : { conditions }),
      startTime,
      ...(progress.isComplete === true ? { completionTime: now.time } : {}),
      ...nonZero({ active: progress.active, succeeded, failed: progress.failed }),
      ...(ready === undefined ? {} : { ready }),
      ...(completedIndexes === '' ? {} : { completedIndexes }),
    };
    yield* send({
      do: 'update',
      resource: 'jobs.batch',
      object: { ...job, status } as Job,
      subresource: 'status',
    });
    sync.note(hasNewFailure && progress.condition === undefined ? 'failed' : 'changed');
  }
  return progress.error === undefined ? undefined : { error: progress.error };
}
