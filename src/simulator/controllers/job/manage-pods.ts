/** Creating and deleting a job's pods until as many are active as its work needs. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubernetesVersion, Pod } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import { createPod, deletePod } from '../pod-control.ts';
import { isPodReady } from '../pod-state.ts';
import { podFromTemplate } from '../pod-template.ts';
import { slowStart } from '../slow-start.ts';
import { isIndexed, misnumbered, pendingIndexes, templateOfIndex } from './completion-indexes.ts';
import { failureAnnotations, failuresBefore } from './failed-indexes.ts';
import { waitAfter } from './failures-in-a-row.ts';
import { hasLimitPerIndex, replacesOnlyFailed } from './job-features.ts';
import type { Job } from './job-object.ts';
import { endedMs, withFinalizer } from './tracked-pods.ts';

/** @source k8s 1.22 pkg/controller/job/job_controller.go MaxPodCreateDeletePerSync (before, maxPodCreateDeletePerSync) */
const mostAtOnce = 500;

export function* deletePods(job: Job, pods: readonly Pod[]): Pass<string | undefined> {
  let failure: string | undefined;
  for (const pod of pods) {
    const result = yield* deletePod(job, pod);
    failure ??= result;
  }
  return failure;
}

/** How many pods should be active. @source k8s 1.20 pkg/controller/job/job_controller.go manageJob */
const wantedActive = ({ spec }: Job, active: number, succeeded: number): number => {
  const { completions, parallelism = 1 } = spec;
  if (completions === undefined) return succeeded > 0 ? active : parallelism;
  return Math.min(completions - succeeded, parallelism);
};

/** Pods that have not come far go first. @source k8s 1.20 pkg/controller/controller_utils.go ActivePods.Less */
const byProgress = (a: Pod, b: Pod): number =>
  Number((a.spec.nodeName ?? '') !== '') - Number((b.spec.nodeName ?? '') !== '') ||
  Number(a.status?.phase === 'Running') - Number(b.status?.phase === 'Running') ||
  Number(isPodReady(a)) - Number(isPodReady(b)) ||
  (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? '');

/** The active pods that go, at least `least` of them. @source k8s 1.22 pkg/controller/job/job_controller.go activePodsForRemoval */
const surplusOf = (job: Job, active: readonly Pod[], least: number, version: KubernetesVersion): Pod[] => {
  const { go, stay } = isIndexed(job, version)
    ? misnumbered(job, active, byProgress)
    : { go: [], stay: [...active] };
  return least > go.length ? [...go, ...stay.sort(byProgress).slice(0, least - go.length)] : go;
};

/** What is known of a job when its pods are looked after. */
export interface PodWork {
  job: Job;
  version: KubernetesVersion;
  active: readonly Pod[];
  succeeded: number;
  /** The indexes that have succeeded. */
  done: readonly number[];
  pods?: readonly Pod[];
  isSuspended?: boolean;
  /** New pods get the finalizer. */
  isTracked?: boolean;
  /** Pods that end and are replaced only then. */
  terminating?: number;
  failedIndexes?: readonly number[];
  /** Failed pods by the index that is to have another. */
  toReplace?: ReadonlyMap<number, Pod>;
  /** No new pod may be made before so long. */
  waitMs?: number;
  nowMs?: number;
}

/** Indexes that are to have a pod now. */
const indexesToAdd = (work: PodWork, count: number): number[] => {
  const { job, version, active, done, pods = [], failedIndexes = [], toReplace, nowMs = 0 } = work;
  const isEnding = ({ metadata, status }: Pod): boolean =>
    metadata.deletionTimestamp !== undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
  const ending = replacesOnlyFailed(job, version) ? pods.filter(isEnding) : [];
  const pending = pendingIndexes(job, [...active, ...ending], [...done, ...failedIndexes], count);
  if (!hasLimitPerIndex(job, version)) return pending;
  return pending.filter((index) => indexWaitMs(toReplace?.get(index), nowMs, version) === 0);
};

/** How long an index is to wait for its next pod. @source k8s 1.29 pkg/controller/job/backoff_utils.go getRemainingTimePerIndex */
const indexWaitMs = (replaced: Pod | undefined, nowMs: number, version: KubernetesVersion): number =>
  replaced === undefined
    ? 0
    : waitAfter({ count: failuresBefore(replaced) + 1, lastMs: endedMs(replaced) }, nowMs, version);

/** Until the first index that waits may have its next pod; undefined when none waits. */
export const untilIndexMs = (
  toReplace: ReadonlyMap<number, Pod>,
  nowMs: number,
  version: KubernetesVersion,
): number | undefined => {
  const waits = [...toReplace.values()].map((pod) => indexWaitMs(pod, nowMs, version));
  return waits.length === 0 ? undefined : Math.min(...waits);
};

/** The pods to make, those of an indexed job each with its index. */
const newPods = (work: PodWork, count: number): Pod[] => {
  const { job, version, toReplace } = work;
  const finish = (pod: Pod): Pod => (work.isTracked === true ? withFinalizer(pod) : pod);
  if (!isIndexed(job, version))
    return Array<Pod>(count).fill(finish(podFromTemplate(job.spec.template, job)));
  return indexesToAdd(work, count).map((index) => {
    const { template, generateName } = templateOfIndex(job, index, version);
    const pod = podFromTemplate(template, job);
    const failures = hasLimitPerIndex(job, version)
      ? failureAnnotations(job, toReplace?.get(index), version)
      : {};
    const annotations = { ...pod.metadata.annotations, ...failures };
    return finish({ ...pod, metadata: { ...pod.metadata, annotations, generateName } });
  });
};

export interface ManagedPods {
  active: number;
  deleted: readonly Pod[];
  failure?: string;
}

/** Answers how many are active then, and the first failure's text. @source k8s 1.20 pkg/controller/job/job_controller.go manageJob */
export function* managePods(work: PodWork): Pass<ManagedPods> {
  const { job, version, active, succeeded } = work;
  const { parallelism = 1 } = job.spec;
  const wanted = work.isSuspended === true ? 0 : wantedActive(job, active.length, succeeded);
  // Pods over the number of completions are stopped since 1.21, those over the parallelism always.
  const least = isAtLeast(version, 21) ? Math.max(0, wanted) : parallelism;
  const surplus = surplusOf(job, active, Math.max(0, active.length - least), version).slice(0, mostAtOnce);
  if (surplus.length > 0) {
    const failure = yield* deletePods(job, surplus);
    const left = { active: active.length - surplus.length, deleted: surplus };
    return failure === undefined ? left : { ...left, failure };
  }
  const unchanged = { active: active.length, deleted: [] };
  const lacking = Math.max(0, wanted - (work.terminating ?? 0) - active.length);
  if (lacking === 0) return unchanged;
  if (work.waitMs !== undefined && work.waitMs > 0) return { active: 0, deleted: [] };
  const missing = newPods(work, Math.min(lacking, mostAtOnce));
  if (missing.length === 0) return unchanged;
  let [next, created] = [0, 0];
  const failure = yield* slowStart(missing.length, function* () {
    const result = yield* createPod(job, missing[next++]!);
    if (result === undefined) created++;
    return result;
  });
  const now = { active: active.length + created, deleted: [] };
  return failure === undefined ? now : { ...now, failure };
}
