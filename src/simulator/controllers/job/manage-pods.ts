/** Creating and deleting a job's pods until as many are active as its work needs. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubernetesVersion, Pod } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import { createPod, deletePod } from '../pod-control.ts';
import { isPodReady } from '../pod-state.ts';
import { podFromTemplate } from '../pod-template.ts';
import { slowStart } from '../slow-start.ts';
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

/** Answers how many are active then, and the first failure's text. @source k8s 1.20 pkg/controller/job/job_controller.go manageJob */
export function* managePods(
  job: Job,
  active: readonly Pod[],
  succeeded: number,
  version: KubernetesVersion,
): Pass<{ active: number; failure?: string }> {
  const { parallelism = 1 } = job.spec;
  const wanted = wantedActive(job, active.length, succeeded);
  // Pods over the number of completions are stopped since 1.21, those over the parallelism always.
  const least = isAtLeast(version, 21) ? Math.max(0, wanted) : parallelism;
  const surplus = active.length - least;
  if (surplus > 0) {
    const failure = yield* deletePods(job, [...active].sort(byProgress).slice(0, surplus));
    const left = active.length - surplus;
    return failure === undefined ? { active: left } : { active: left, failure };
  }
  const missing = wanted - active.length;
  if (missing <= 0) return { active: active.length };
  const pod = podFromTemplate(job.spec.template, job);
  let created = 0;
  const failure = yield* slowStart(missing, function* () {
    const result = yield* createPod(job, pod);
    if (result === undefined) created++;
    return result;
  });
  const now = active.length + created;
  return failure === undefined ? { active: now } : { active: now, failure };
}
