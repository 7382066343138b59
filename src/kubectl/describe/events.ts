/** The table of Events at the end of a description. */
import { ageOf, goSorted, isAtLeast } from '../../kube/index.ts';
import type { Event, KubernetesVersion } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';
import type { DescribeView } from './describer.ts';

const timeOf = (time: string | null | undefined): number =>
  time === undefined || time === null ? -Infinity : Date.parse(time);
const isNone = (time: string | null | undefined): boolean =>
  time === undefined || time === null || time === '';

/** Who recorded an event: "kubelet"; with its host ("kubelet, w1-k8s") before 1.20. */
const sourceOf = ({ source, reportingComponent }: Event, version: KubernetesVersion): string => {
  const component = source?.component ?? '';
  if (isAtLeast(version, 20)) return component === '' ? (reportingComponent ?? '') : component;
  return (source?.host ?? '') === '' ? component : `${component}, ${source!.host!}`;
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go DescribeEvents */
export const eventLines = (
  writer: DescribeWriter,
  { events, nowMs, version, showsEvents }: Pick<DescribeView, 'events' | 'nowMs' | 'version' | 'showsEvents'>,
): void => {
  if (showsEvents === false) return;
  if (events.length === 0) return writer.line(0, 'Events:\t<none>');
  writer.flush();
  writer.line(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage');
  writer.line(1, '----\t------\t----\t----\t-------');
  const sorted = goSorted(events, (a, b) => timeOf(a.lastTimestamp) < timeOf(b.lastTimestamp));
  for (const event of sorted) {
    const isNew = isNone(event.firstTimestamp) && isAtLeast(version, 19);
    const first = ageOf(isNew ? event.eventTime : event.firstTimestamp, nowMs);
    const count = event.count ?? 0;
    const interval =
      count > 1
        ? `${ageOf(event.lastTimestamp, nowMs)} (x${count} over ${ageOf(event.firstTimestamp, nowMs)})`
        : first;
    const cells = [event.type ?? '', event.reason ?? '', interval, sourceOf(event, version)];
    writer.line(1, [...cells, (event.message ?? '').trim()].join('\t'));
  }
};
