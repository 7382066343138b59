/** Cron jobs as rows. */
import { formatLabelSelector } from '../label-selector.ts';
import type { KubeObject, ObjectReference } from '../objects/index.ts';
import type { Job } from './job.ts';
import { containerCells, templateColumns } from './pod-template-cells.ts';
import { isAtLeast } from '../version.ts';
import { ageOf, column, createdAge, definePrinter, nameColumn } from './printer.ts';

export interface CronJob extends KubeObject {
  spec: {
    schedule: string;
    timeZone?: string;
    suspend?: boolean;
    concurrencyPolicy?: string;
    startingDeadlineSeconds?: number;
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
    jobTemplate?: { metadata?: Job['metadata']; spec?: Job['spec'] };
  };
  status?: { active?: ObjectReference[]; lastScheduleTime?: string };
}

const yesNo = (value: boolean | undefined): string =>
  value === undefined ? '<unset>' : value ? 'True' : 'False';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printCronJob */
export const cronJob = definePrinter<CronJob>({
  group: 'batch',
  kind: 'CronJob',
  columns: [
    nameColumn,
    column('Schedule'),
    column('Timezone'),
    column('Suspend', 'boolean'),
    column('Active', 'integer'),
    column('Last Schedule'),
    column('Age'),
    ...templateColumns,
  ],
  missing: (version) => (version !== undefined && isAtLeast(version, 30) ? [] : ['Timezone']),
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec.schedule,
    object.spec.timeZone ?? '<none>',
    yesNo(object.spec.suspend),
    object.status?.active?.length ?? 0,
    object.status?.lastScheduleTime === undefined ? '<none>' : ageOf(object.status.lastScheduleTime, nowMs),
    createdAge(object, nowMs),
    ...containerCells(object.spec.jobTemplate?.spec?.template?.spec),
    formatLabelSelector(object.spec.jobTemplate?.spec?.selector),
  ],
});
