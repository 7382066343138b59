/** The table of Events at the end of a description. */
import { ageOf, goSorted } from '../../kube/index.ts';
import type { Event } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';

const timeOf = (time: string | null | undefined): number =>
  time === undefined || time === null ? -Infinity : Date.parse(time);
const isNone = (time: string | null | undefined): boolean =>
  time === undefined || time === null || time === '';

/** @source k8s 1.20 kubectl/pkg/describe/describe.go DescribeEvents */
export const eventLines = (writer: DescribeWriter, events: readonly Event[], nowMs: number): void => {
  if (events.length === 0) return writer.line(0, 'Events:\t<none>');
  writer.flush();
  writer.line(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage');
  writer.line(1, '----\t------\t----\t----\t-------');
  const sorted = goSorted(events, (a, b) => timeOf(a.lastTimestamp) < timeOf(b.lastTimestamp));
  for (const event of sorted) {
    const first = ageOf(isNone(event.firstTimestamp) ? event.eventTime : event.firstTimestamp, nowMs);
    const count = event.count ?? 0;
    const interval =
      count > 1
        ? `${ageOf(event.lastTimestamp, nowMs)} (x${count} over ${ageOf(event.firstTimestamp, nowMs)})`
        : first;
    const component = event.source?.component ?? '';
    const source = component === '' ? (event.reportingComponent ?? '') : component;
    writer.line(
      1,
      [event.type ?? '', event.reason ?? '', interval, source, (event.message ?? '').trim()].join('\t'),
    );
  }
};
