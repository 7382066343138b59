/** Describes jobs and cron jobs. */
import { formatLabelSelector, humanDuration, labelMatcher } from '../../kube/index.ts';
import type { CronJob, Job } from '../../kube/index.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { controllerLine, metadataLines, nameLines, orNone, yesNo } from './metadata-lines.ts';
import { podTemplateLines } from './pod-template.ts';

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeJob */
export const job = defineDescriber<Job>({
  group: 'batch',
  kind: 'Job',
  describe(object, writer, view) {
    const { spec, status } = object;
    const line = (text: string): void => writer.line(0, text);
    nameLines(writer, object);
    line(`Selector:\t${labelMatcher(spec.selector).text}`);
    metadataLines(writer, object);
    controllerLine(writer, object);
    line(`Parallelism:\t${spec.parallelism ?? 0}`);
    line(`Completions:\t${spec.completions ?? '<unset>'}`);
    const { startTime, completionTime } = status ?? {};
    if (startTime !== undefined) line(`Start Time:\t${writer.date(startTime)}`);
    if (completionTime !== undefined) line(`Completed At:\t${writer.date(completionTime)}`);
    if (startTime !== undefined && completionTime !== undefined) {
      line(`Duration:\t${humanDuration(Date.parse(completionTime) - Date.parse(startTime))}`);
    }
    if (spec.activeDeadlineSeconds !== undefined)
      line(`Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s`);
    line(
      `Pods Statuses:\t${status?.active ?? 0} Running / ${status?.succeeded ?? 0} Succeeded / ${status?.failed ?? 0} Failed`,
    );
    podTemplateLines(writer, spec.template, view);
    eventLines(writer, view);
  },
});

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeCronJob */
export const cronJob = defineDescriber<CronJob>({
  group: 'batch',
  kind: 'CronJob',
  describe(object, writer, view) {
    const { spec, status } = object;
    const line = (text: string): void => writer.line(0, text);
    const inner = spec.jobTemplate?.spec;
    const orUnset = (value: unknown): string =>
      value === undefined || value === null ? '<unset>' : String(value as number);
    nameLines(writer, object);
    metadataLines(writer, object);
    line(`Schedule:\t${spec.schedule}`);
    line(`Concurrency Policy:\t${spec.concurrencyPolicy ?? ''}`);
    line(`Suspend:\t${spec.suspend === undefined ? '<unset>' : yesNo(spec.suspend)}`);
    line(`Successful Job History Limit:\t${orUnset(spec.successfulJobsHistoryLimit)}`);
    line(`Failed Job History Limit:\t${orUnset(spec.failedJobsHistoryLimit)}`);
    line(
      `Starting Deadline Seconds:\t${spec.startingDeadlineSeconds === undefined ? '<unset>' : `${spec.startingDeadlineSeconds}s`}`,
    );
    line(`Selector:\t${inner?.selector === undefined ? '<unset>' : formatLabelSelector(inner.selector)}`);
    line(`Parallelism:\t${orUnset(inner?.parallelism)}`);
    line(`Completions:\t${orUnset(inner?.completions)}`);
    if (inner?.activeDeadlineSeconds !== undefined)
      line(`Active Deadline Seconds:\t${inner.activeDeadlineSeconds}s`);
    podTemplateLines(writer, inner?.template, view);
    line(
      `Last Schedule Time:\t${status?.lastScheduleTime === undefined ? '<unset>' : writer.date(status.lastScheduleTime)}`,
    );
    line(`Active Jobs:\t${orNone((status?.active ?? []).map(({ name }) => name ?? '').join(', '))}`);
    eventLines(writer, view);
  },
});
