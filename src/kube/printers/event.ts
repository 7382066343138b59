/** Events as rows. */
import type { Event } from '../objects/index.ts';
import { ageOf, column, definePrinter, wide } from './printer.ts';

const isNone = (time: string | null | undefined): boolean =>
  time === undefined || time === null || time === '';

/** "kubelet, w1-k8s". @source k8s 1.20 pkg/printers/internalversion/printers.go formatEventSource */
export const eventSource = ({ source, reportingComponent, reportingInstance }: Event): string => {
  const component = source?.component ?? '';
  const host = source?.host ?? '';
  const parts = [
    component === '' ? (reportingComponent ?? '') : component,
    host === '' ? (reportingInstance ?? '') : host,
  ];
  return parts[1] === '' ? parts[0]! : parts.join(', ');
};

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printEvent */
export const event = definePrinter<Event>({
  group: '',
  kind: 'Event',
  columns: [
    column('Last Seen'),
    column('Type'),
    column('Reason'),
    column('Object'),
    wide('Subobject'),
    wide('Source'),
    column('Message'),
    wide('First Seen'),
    wide('Count'),
    { ...wide('Name'), format: 'name' },
  ],
  cells(object, nowMs) {
    const first = ageOf(isNone(object.firstTimestamp) ? object.eventTime : object.firstTimestamp, nowMs);
    const seen = isNone(object.lastTimestamp) ? first : ageOf(object.lastTimestamp, nowMs);
    const { series, involvedObject: about } = object;
    const kind = (about.kind ?? '').toLowerCase();
    return [
      series === undefined || series === null ? seen : ageOf(series.lastObservedTime, nowMs),
      object.type ?? '',
      object.reason ?? '',
      (about.name ?? '') === '' ? kind : `${kind}/${about.name!}`,
      about.fieldPath ?? '',
      eventSource(object),
      (object.message ?? '').trim(),
      first,
      // A series counts the repetitions, not the first occurrence.
      series?.count !== undefined ? series.count + 1 : (object.count ?? 0) === 0 ? 1 : object.count,
      object.metadata.name,
    ];
  },
});
