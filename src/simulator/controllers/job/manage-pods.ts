/** Creating and deleting a job's pods until as many are active as its work needs. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubernetesVersion, Pod } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import { createPod, deletePod } from '../pod-control.ts';
import { isPodReady } from '../pod-state.ts';
import { podFromTemplate } from '../pod-template.ts';
import { slowStart } from '../slow-start.ts';
import { isIndexed, misnumbered, pendingIndexes, templateOfIndex } from './completion-indexes.ts';
import type { Job } from './job-object.ts';

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

/** The pods to make, those of an indexed job each with its index. */
const newPods = (
  job: Job,
  active: readonly Pod[],
  done: readonly number[],
  count: number,
  version: KubernetesVersion,
): Pod[] => {
  if (!isIndexed(job, version)) return Array<Pod>(count).fill(podFromTemplate(job.spec.template, job));
  return pendingIndexes(job, active, done, count).map((index) => {
    const { template, generateName } = templateOfIndex(job, index, version);
    const pod = podFromTemplate(template, job);
    return { ...pod, metadata: { ...pod.metadata, generateName } };
  });
};

/** `done`: the indexes that have succeeded. Answers how many are active then, and the first failure's text. @source k8s 1.20 pkg/controller/job/job_controller.go manageJob */
export function* managePods(
  job: Job,
  active: readonly Pod[],
  succeeded: number,
  done: readonly number[],
  version: KubernetesVersion,
): Pass<{ active: number; failure?: string }> {
  const { parallelism = 1 } = job.spec;
  const wanted = wantedActive(job, active.length, succeeded);
  // Pods over the number of completions are stopped since 1.21, those over the parallelism always.
  const least = isAtLeast(version, 21) ? Math.max(0, wanted) : parallelism;
  const surplus = surplusOf(job, active, Math.max(0, active.length - least), version);
  if (surplus.length > 0) {
    const failure = yield* deletePods(job, surplus);
    const left = active.length - surplus.length;
    return failure === undefined ? { active: left } : { active: left, failure };
  }
  const missing = newPods(job, active, done, Math.max(0, wanted - active.length), version);
  if (missing.length === 0) return { active: active.length };
  let [next, created] = [0, 0];
  const failure = yield* slowStart(missing.length, function* () {
    const result = yield* createPod(job, missing[next++]!);
    if (result === undefined) created++;
    return result;
  });
  const now = active.length + created;
  return failure === undefined ? { active: now } : { active: now, failure };
}
