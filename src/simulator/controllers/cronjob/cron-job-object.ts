/** The fields of cron jobs that their controller reads and writes. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubeObject, KubernetesVersion, ObjectMeta, ObjectReference } from '../../../kube/index.ts';
import type { JobSpec } from '../job/index.ts';

export interface CronJob extends KubeObject {
  spec: {
    schedule: string;
    timeZone?: string;
    startingDeadlineSeconds?: number;
    concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
    suspend?: boolean;
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
    jobTemplate: { metadata?: Partial<ObjectMeta>; spec: JobSpec };
  };
  status?: { active?: ObjectReference[]; lastScheduleTime?: string; lastSuccessfulTime?: string };
}

/** The zone of the schedule's clocks; undefined: UTC. @since k8s 1.25 (on by default) */
export const timeZoneOf = ({ spec }: CronJob, version: KubernetesVersion): string | undefined =>
  isAtLeast(version, 25) ? spec.timeZone : undefined;
