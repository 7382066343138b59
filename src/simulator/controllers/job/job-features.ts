/** What the job controller of a version does. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubernetesVersion } from '../../../kube/index.ts';
import type { Job } from './job-object.ts';

/** Pods keep a finalizer until they are counted. @since k8s 1.25 (on by default; in 1.23 and 1.24 it was switched off again, issue 109485) */
export const tracksPods = (version: KubernetesVersion): boolean => isAtLeast(version, 25);

/** The status counts ready pods, and pods' changes are gathered for a second. @since k8s 1.24 */
export const countsReadyPods = (version: KubernetesVersion): boolean => isAtLeast(version, 24);

/** @since k8s 1.22 (on by default) */
export const isSuspended = ({ spec }: Job, version: KubernetesVersion): boolean =>
  isAtLeast(version, 22) && spec.suspend === true;

/** New pods are put off since the last failure, instead of the whole job. @since k8s 1.27 */
export const putsOffPods = (version: KubernetesVersion): boolean => isAtLeast(version, 27);

/** @since k8s 1.26 (on by default) */
export const hasFailurePolicy = ({ spec }: Job, version: KubernetesVersion): boolean =>
  isAtLeast(version, 26) && spec.podFailurePolicy !== undefined;

/** @since k8s 1.29 (on by default) */
export const hasLimitPerIndex = ({ spec }: Job, version: KubernetesVersion): boolean =>
  isAtLeast(version, 29) && spec.backoffLimitPerIndex !== undefined;

/** The status counts pods that terminate. @since k8s 1.29 (on by default) */
export const countsTerminatingPods = (version: KubernetesVersion): boolean => isAtLeast(version, 29);

/** A job is over only when no pod of it terminates any more; until then SuccessCriteriaMet or FailureTarget tells. @since k8s 1.31 */
export const delaysVerdict = (version: KubernetesVersion): boolean => isAtLeast(version, 31);

/** A pod is replaced only once it has failed, not when it begins to terminate. @source k8s 1.29 pkg/controller/job/job_controller.go onlyReplaceFailedPods */
export const replacesOnlyFailed = (job: Job, version: KubernetesVersion): boolean =>
  hasFailurePolicy(job, version) || (isAtLeast(version, 29) && job.spec.podReplacementPolicy === 'Failed');

/** Another controller looks after the job. @since k8s 1.32 (on by default) */
export const isManagedElsewhere = ({ spec }: Job, version: KubernetesVersion): boolean =>
  isAtLeast(version, 32) && spec.managedBy !== undefined && spec.managedBy !== 'kubernetes.io/job-controller';
