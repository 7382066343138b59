/** The fields of cron jobs that their controller reads and writes. */
import type { KubeObject, ObjectMeta, ObjectReference } from '../../../kube/index.ts';
import type { JobSpec } from '../job/index.ts';

export interface CronJob extends KubeObject {
  spec: {
    schedule: string;
    startingDeadlineSeconds?: number;
    concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
    suspend?: boolean;
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
    jobTemplate: { metadata?: Partial<ObjectMeta>; spec: JobSpec };
  };
  status?: { active?: ObjectReference[]; lastScheduleTime?: string; lastSuccessfulTime?: string };
}
