/** One pass over a job whose pods are held by a finalizer until they are counted. */
import type { Condition } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import { isPodReady } from '../pod-state.ts';
import { isIndexed } from './completion-indexes.ts';
import { countPods } from './count-pods.ts';
import type { JobDraft } from './job-draft.ts';
import { countsTerminatingPods, isSuspended, replacesOnlyFailed } from './job-features.ts';
import type { JobStatus } from './job-object.ts';
import { success, verdictOf } from './job-verdict.ts';
import { deletePods, managePods } from './manage-pods.ts';
import { tellOfSuspension } from './suspension.ts';

export interface TrackedSync {
  draft: JobDraft;
  /** No new pod may be made before so long. */
  waitMs: number;
  /** Told when what has ended is written down. */
  onCounted(): void;
}

/** What is deleted no longer counts as active. */
const noteDeleted = (draft: JobDraft, deleted: readonly { isReady: boolean }[]): void => {
  draft.active -= deleted.length;
  draft.terminating += deleted.length;
  draft.ready -= deleted.filter(({ isReady }) => isReady).length;
};

/** Stops all that is active. */
function* stop(draft: JobDraft): Pass<string | undefined> {
  const { job, activePods } = draft;
  const error = yield* deletePods(job, activePods);
  // What could not be deleted still runs: the job is not over yet.
  if (error !== undefined) draft.verdict = undefined;
  else
    noteDeleted(
      draft,
      activePods.map((pod) => ({ isReady: isPodReady(pod) })),
    );
  return error;
}

const isComplete = ({ job, succeeded, active }: JobDraft): boolean =>
  job.spec.completions === undefined
    ? succeeded > 0 && active === 0
    : succeeded >= job.spec.completions && active === 0;

function* goOn(sync: TrackedSync): Pass<{ hasNews: boolean; error?: string }> {
  const { draft, waitMs } = sync;
  const { job, version } = draft;
  let error: string | undefined;
  const isLeaving = job.metadata.deletionTimestamp !== undefined;
  if (!isLeaving) {
    const managed = yield* managePods({
      job,
      version,
      active: draft.activePods,
      succeeded: draft.succeeded,
      done: isIndexed(job, version) ? draft.done : [],
      pods: draft.pods,
      isSuspended: isSuspended(job, version),
      isTracked: true,
      terminating: replacesOnlyFailed(job, version) ? draft.terminating : 0,
      failedIndexes: draft.failedIndexes ?? [],
      toReplace: draft.toReplace,
      waitMs,
      nowMs: draft.now.ms,
    });
    error = managed.failure;
    noteDeleted(
      draft,
      managed.deleted.map((pod) => ({ isReady: isPodReady(pod) })),
    );
    draft.active = managed.active;
  }
  let hasNews = false;
  if (isComplete(draft)) draft.verdict = success(draft);
  else if (!isLeaving) hasNews = yield* tellOfSuspension(draft);
  return error === undefined ? { hasNews } : { hasNews, error };
}

/** @source k8s 1.25 pkg/controller/job/job_controller.go recordJobFinished */
function* tellOfEnd({ job, status }: JobDraft, { type, reason = '', message = '' }: Condition): Pass<void> {
  if (type !== 'Complete') {
    yield { do: 'event', about: job, type: 'Warning', reason, message };
    return;
  }
  const { completions } = job.spec;
  if (completions !== undefined && (status.succeeded ?? 0) > completions) {
    const tooMany = 'Too many succeeded pods running after completion count reached';
    yield { do: 'event', about: job, type: 'Warning', reason: 'TooManySucceededPods', message: tooMany };
  }
  yield { do: 'event', about: job, type: 'Normal', reason: 'Completed', message: 'Job completed' };
}

/** @source k8s 1.25, 1.31 pkg/controller/job/job_controller.go syncJob */
export function* syncTrackedJob(sync: TrackedSync): Pass {
  const { draft } = sync;
  const { version, now, job } = draft;
  if (draft.status.startTime === undefined && !isSuspended(job, version))
    draft.status = { ...draft.status, startTime: now.time };
  draft.verdict = verdictOf(draft);
  const { hasNews, error } =
    draft.verdict === undefined ? yield* goOn(sync) : { hasNews: false, error: yield* stop(draft) };
  const { active, ready, terminating } = draft;
  const before = job.status ?? {};
  const idle: JobStatus = { ...draft.status };
  delete idle.active;
  const countsTerminating = countsTerminatingPods(version);
  const isNews =
    hasNews ||
    active !== (before.active ?? 0) ||
    ready !== before.ready ||
    (countsTerminating && terminating !== before.terminating);
  draft.status = {
    ...idle,
    ...(active === 0 ? {} : { active }),
    ready,
    ...(countsTerminating ? { terminating } : {}),
  };
  const isOver = yield* countPods(draft, isNews, sync.onCounted);
  if (isOver && draft.verdict !== undefined) yield* tellOfEnd(draft, draft.verdict);
  return error === undefined ? undefined : { error };
}
