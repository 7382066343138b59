/** Describes jobs and cron jobs. */
import { formatLabelSelector, humanDuration, isAtLeast, labelMatcher } from '../../kube/index.ts';
import type { CronJob, Job } from '../../kube/index.ts';
import { defineDescriber } from './describer.ts';
import type { DescribeView } from './describer.ts';
import { eventLines } from './events.ts';
import { controllerLine, metadataLines, nameLines, orNone, yesNo } from './metadata-lines.ts';
import { podTemplateLines } from './pod-template.ts';

/** @since k8s 1.23 active ones that are ready */
const podStatuses = ({ status }: Job, { version }: DescribeView): string => {
  const { active = 0, succeeded = 0, failed = 0, ready } = status ?? {};
  const others = `${succeeded} Succeeded / ${failed} Failed`;
  if (!isAtLeast(version, 23)) return `${active} Running / ${others}`;
  return `${active} Active${ready === undefined ? '' : ` (${ready} Ready)`} / ${others}`;
};

const shownIndexes = 50;

/** Cut after the comma behind so many characters. @source k8s 1.21 kubectl/pkg/describe/describe.go capIndexesListOrNone */
const shortened = (indexes: string): string => {
  const comma = indexes.indexOf(',', shownIndexes);
  if (indexes === '') return '<none>';
  return comma === -1 ? indexes : `${indexes.slice(0, comma + 1)}...`;
};

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
    const isNewer = isAtLeast(view.version, 30);
    const whereSet = (since: boolean, name: string, value: unknown): void => {
      if (since && value !== undefined) line(`${name}:\t${String(value)}`);
    };
    whereSet(isAtLeast(view.version, 21), 'Completion Mode', spec.completionMode);
    whereSet(isNewer, 'Suspend', spec.suspend);
    whereSet(isNewer, 'Backoff Limit', spec.backoffLimit);
    whereSet(isNewer, 'TTL Seconds After Finished', spec.ttlSecondsAfterFinished);
    const { startTime, completionTime } = status ?? {};
    if (startTime !== undefined) line(`Start Time:\t${writer.date(startTime)}`);
    if (completionTime !== undefined) line(`Completed At:\t${writer.date(completionTime)}`);
    if (startTime !== undefined && completionTime !== undefined) {
      line(`Duration:\t${humanDuration(Date.parse(completionTime) - Date.parse(startTime))}`);
    }
    if (spec.activeDeadlineSeconds !== undefined)
      line(`Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s`);
    line(`Pods Statuses:\t${podStatuses(object, view)}`);
    if (isAtLeast(view.version, 21) && spec.completionMode === 'Indexed')
      line(`Completed Indexes:\t${shortened(status?.completedIndexes ?? '')}`);
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
