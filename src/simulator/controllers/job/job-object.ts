/** The fields of jobs that controllers read and write, and when a job is over. */
import type { Condition, KubeObject, LabelSelector, PodTemplateSpec } from '../../../kube/index.ts';

/** Failures with these exit codes, or of pods with one of these conditions, and what becomes of them. */
export interface PodFailureRule {
  action: 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';
  onExitCodes?: { containerName?: string; operator: 'In' | 'NotIn'; values: number[] } | null;
  onPodConditions?: { type: string; status?: string }[] | null;
}

export interface PodFailurePolicy {
  rules: PodFailureRule[];
}

/** So many, or all, of these indexes ("0,2-4") suffice. */
export interface SuccessRule {
  succeededIndexes?: string;
  succeededCount?: number;
}

export interface JobSpec {
  parallelism?: number;
  completions?: number;
  completionMode?: string;
  backoffLimit?: number;
  activeDeadlineSeconds?: number;
  ttlSecondsAfterFinished?: number;
  suspend?: boolean;
  podFailurePolicy?: PodFailurePolicy;
  successPolicy?: { rules: SuccessRule[] };
  podReplacementPolicy?: string;
  backoffLimitPerIndex?: number;
  maxFailedIndexes?: number;
  managedBy?: string;
  selector?: LabelSelector;
  template: PodTemplateSpec;
}

export interface JobStatus {
  conditions?: Condition[];
  startTime?: string;
  completionTime?: string;
  active?: number;
  succeeded?: number;
  completedIndexes?: string;
  failedIndexes?: string;
  failed?: number;
  ready?: number;
  terminating?: number;
  /** Uids of pods that have ended and still have their finalizer. */
  uncountedTerminatedPods?: { succeeded?: string[]; failed?: string[] };
}

export interface Job extends KubeObject {
  spec: JobSpec;
  status?: JobStatus;
}

/** 'Complete' or 'Failed' once the job is over. @source k8s 1.20 pkg/controller/job/utils.go IsJobFinished */
export const finishedStatus = ({ status }: Job): 'Complete' | 'Failed' | undefined => {
  for (const { type, status: value } of status?.conditions ?? [])
    if (value === 'True' && (type === 'Complete' || type === 'Failed')) return type;
  return undefined;
};

export const finishTimeOf = ({ status }: Job): string | undefined =>
  status?.conditions?.find(({ type, status: value }) => value === 'True' && /^(Complete|Failed)$/.test(type))
    ?.lastTransitionTime;
