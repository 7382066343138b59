/** The fields of jobs that controllers read and write, and when a job is over. */
import type { Condition, KubeObject, LabelSelector, PodTemplateSpec } from '../../../kube/index.ts';

export interface JobSpec {
  parallelism?: number;
  completions?: number;
  completionMode?: string;
  backoffLimit?: number;
  activeDeadlineSeconds?: number;
  ttlSecondsAfterFinished?: number;
  suspend?: boolean;
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
  failed?: number;
  ready?: number;
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
