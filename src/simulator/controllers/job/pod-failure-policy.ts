/** What a job's policy says of a failed pod. */
import { isAtLeast } from '../../../kube/index.ts';
import type { ContainerStatus, KubernetesVersion, Pod } from '../../../kube/index.ts';
import type { Job, PodFailureRule } from './job-object.ts';
import { hasFailurePolicy, replacesOnlyFailed } from './job-features.ts';

export interface FailureVerdict {
  /** Why the whole job has failed. */
  message?: string;
  /** It counts towards the limits. */
  isCounted: boolean;
  action?: PodFailureRule['action'];
}

const counted: FailureVerdict = { isCounted: true };

const failedContainer = (
  statuses: readonly ContainerStatus[] | undefined,
  { containerName, operator, values }: NonNullable<PodFailureRule['onExitCodes']>,
): ContainerStatus | undefined =>
  statuses?.find(({ name, state }) => {
    const exitCode = state?.terminated?.exitCode ?? 0;
    if (exitCode === 0 || (containerName !== undefined && containerName !== name)) return false;
    return values.includes(exitCode) === (operator === 'In');
  });

/** Why a rule concerns the pod; undefined when it does not. */
const matchOf = ({ metadata, status }: Pod, rule: PodFailureRule, index: number): string | undefined => {
  const { onExitCodes, onPodConditions, action } = rule;
  const named = `${metadata.namespace ?? ''}/${metadata.name}`;
  const ending = `matching ${action} rule at index ${index}`;
  if (onExitCodes !== undefined && onExitCodes !== null) {
    const container =
      failedContainer(status?.containerStatuses, onExitCodes) ??
      failedContainer(status?.initContainerStatuses, onExitCodes);
    if (container === undefined) return undefined;
    const exitCode = container.state?.terminated?.exitCode ?? 0;
    return `Container ${container.name} for pod ${named} failed with exit code ${exitCode} ${ending}`;
  }
  const condition = status?.conditions?.find(({ type, status: value }) =>
    onPodConditions?.some((pattern) => pattern.type === type && (pattern.status ?? 'True') === value),
  );
  return condition === undefined ? undefined : `Pod ${named} has condition ${condition.type} ${ending}`;
};

/** @source k8s 1.26, 1.29 pkg/controller/job/pod_failure_policy.go matchPodFailurePolicy */
export const failureVerdict = (job: Job, pod: Pod, version: KubernetesVersion): FailureVerdict => {
  if (!hasFailurePolicy(job, version)) return counted;
  for (const [index, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const { action } = rule;
    const message = matchOf(pod, rule, index);
    if (message === undefined) continue;
    if (action === 'Ignore') return { isCounted: false, action };
    if (action === 'FailJob') return { isCounted: true, action, message };
    if (action === 'Count' || isAtLeast(version, 29)) return { isCounted: true, action };
  }
  return counted;
};

/** A pod that is being deleted has failed, too, unless its replacement waits for its end. @source k8s 1.25, 1.29 pkg/controller/job/job_controller.go isPodFailed */
export const hasFailed = (pod: Pod, job: Job, version: KubernetesVersion): boolean => {
  const phase = pod.status?.phase;
  if (phase === 'Failed') return true;
  if (replacesOnlyFailed(job, version)) return false;
  return pod.metadata.deletionTimestamp !== undefined && phase !== 'Succeeded';
};
