/** The order in which Events happened. */
import type { Event } from './objects/index.ts';

/**
 * The nanosecond, in hexadecimal, with which a recorder ends an event's name: it is taken when the event is told, and recorders
 * write what is told in one moment in any order.
 * @source k8s 1.20 client-go/tools/record/event.go makeEvent
 */
const momentOf = ({ metadata: { name } }: Event): string | undefined => /\.([0-9a-f]{16})$/.exec(name)?.[1];

/** When it was first told; milliseconds since the Unix epoch, to the second for most events. */
const firstMs = (event: Event): number =>
  Date.parse(event.eventTime ?? event.firstTimestamp ?? event.metadata.creationTimestamp ?? '') || 0;

/** When it was told last; milliseconds since the Unix epoch, to the second for most events. */
export const lastToldMs = (event: Event): number =>
  Date.parse(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? '') || 0;

/** Negative when `a` was told first, by the moment in their names, else by their times, else by the order of writing. */
export const compareEvents = (a: Event, b: Event): number => {
  const [left, right] = [momentOf(a), momentOf(b)];
  if (left !== undefined && right !== undefined && left !== right) return left < right ? -1 : 1;
  return (
    firstMs(a) - firstMs(b) ||
    Number(a.metadata.resourceVersion ?? 0) - Number(b.metadata.resourceVersion ?? 0)
  );
};
