/** The scheduler's Events: of the newer kind, which repeat as a series instead of being counted. */
import { isAtLeast } from '../../kube/index.ts';
import type { Event, ObjectReference, Pod } from '../../kube/index.ts';
import { EventMoments } from '../runtime/event-moments.ts';
import { TokenBucket } from '../runtime/token-bucket.ts';
import type { World } from '../world.ts';

const component = 'default-scheduler';

/** @source k8s 1.20 client-go/tools/events/event_broadcaster.go finishTime, refreshTime */
const finishMs = 6 * 60_000;
const refreshMs = 30 * 60_000;
/** @source k8s 1.20 pkg/scheduler/apis/config/v1beta1/defaults.go ClientConnection; events have a client of their own */
const qps = 50;
const burst = 100;
const rememberedEvents = 4096;

export interface SchedulingEvent {
  about: Pod;
  related?: Pod;
  type: 'Normal' | 'Warning';
  reason: string;
  action: 'Binding' | 'Scheduling' | 'Preempting';
  message: string;
}

interface Remembered {
  event: Event;
  lastMs: number;
  series: { count: number; lastObservedTime: string } | undefined;
}

const referenceTo = ({
  metadata: { namespace = '', name, uid = '', resourceVersion = '' },
}: Pod): ObjectReference => ({
  kind: 'Pod',
  namespace,
  name,
  uid,
  apiVersion: 'v1',
  resourceVersion,
});

/**
 * An event like one before, about the same version of the pod, is told once more, as the beginning of a series, and then only
 * counted. What it says is not compared. Every half hour the counts are written; every six minutes those who have said
 * nothing for as long are forgotten, series with a last count.
 * @source k8s 1.20 client-go/tools/events/event_broadcaster.go recordToSink, refreshExistingEventSeries, finishSeries
 */
export class SchedulingEvents {
  readonly #world: World;
  readonly #bucket = new TokenBucket(qps, burst);
  readonly #remembered = new Map<string, Remembered>();
  /** Keys of those of them that are series. */
  readonly #series = new Set<string>();
  readonly #startMs: number;
  readonly #planned = new Set<number>();
  readonly #instance: string;
  readonly #moments: EventMoments;

  constructor(world: World) {
    this.#world = world;
    this.#moments = new EventMoments(world.random('scheduler/events'));
    this.#startMs = world.nowMs();
    const host = world.lab.nodes.find(({ role }) => role !== 'worker')?.name ?? 'control-plane';
    this.#instance = `${component}-${host}`;
  }

  record(event: SchedulingEvent): void {
    if (this.#world.lostEvents.has(event.reason)) return;
    const nowMs = this.#world.nowMs();
    const time = this.#world.nowMicroTime();
    const delayMs = this.#bucket.reserveMs(nowMs) + this.#world.random('scheduler/events').between(1, 4);
    const { action, reason, about, related } = event;
    const { uid = '', resourceVersion = '' } = about.metadata;
    const key = `${action} ${reason} ${uid} ${resourceVersion} ${related?.metadata.uid ?? ''} ${related?.metadata.resourceVersion ?? ''}`;
    const known = this.#remembered.get(key);
    if (known === undefined || this.#isFinished(known)) {
      const created = this.#newEvent(event, time);
      this.#remember(key, { event: created, lastMs: nowMs, series: undefined });
      this.#world.after(delayMs, () => this.#create(created));
      return;
    }
    known.lastMs = nowMs;
    if (known.series !== undefined) {
      known.series.count++;
      known.series.lastObservedTime = time;
      return;
    }
    known.series = { count: isAtLeast(this.#world.version, 26) ? 2 : 1, lastObservedTime: time };
    this.#series.add(key);
    this.#plan(finishMs, () => this.#finish());
    this.#plan(refreshMs, () => this.#refresh());
    this.#world.after(delayMs, () => this.#write(known));
  }

  /** A ticker from the scheduler's start on, that ticks while there are series. No rest waits for what it counts. */
  #plan(everyMs: number, work: () => void): void {
    if (this.#planned.has(everyMs)) return;
    this.#planned.add(everyMs);
    const sinceMs = (this.#world.nowMs() - this.#startMs) % everyMs;
    this.#world.afterUnnoticed(everyMs - sinceMs, () => {
      this.#planned.delete(everyMs);
      if (!this.#world.frozen.has(component)) work();
      if (this.#series.size > 0) this.#plan(everyMs, work);
    });
  }

  /** At the last tick, nothing like it had been said for long enough. */
  #isFinished({ lastMs }: Remembered): boolean {
    const nowMs = this.#world.nowMs();
    const lastTickMs = nowMs - ((nowMs - this.#startMs) % finishMs);
    return lastTickMs - finishMs > lastMs;
  }

  #finish(): void {
    for (const key of this.#series) {
      const known = this.#remembered.get(key);
      if (known !== undefined && !this.#isFinished(known)) continue;
      if (known !== undefined) this.#write(known);
      this.#series.delete(key);
      this.#remembered.delete(key);
    }
  }

  #refresh(): void {
    for (const key of this.#series) {
      const known = this.#remembered.get(key);
      if (known !== undefined) this.#write(known);
    }
  }

  /** Writes what is known of a series; an event that has gone is made again. */
  #write({ event, series }: Remembered): void {
    const { namespace, name } = event.metadata;
    const patch = { series: { ...series } };
    const type = 'strategic-merge-patch+json';
    const answer = this.#world.api.patch('events', namespace, name, type, patch, { user: component });
    if (!answer.ok && answer.status.reason === 'NotFound') this.#create({ ...event, ...patch });
  }

  #create(event: Event): void {
    this.#world.api.create('events', event.metadata.namespace, event, { user: component });
  }

  #newEvent({ about, related, type, reason, action, message }: SchedulingEvent, time: string): Event {
    const { name, namespace = 'default' } = about.metadata;
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${this.#moments.at(this.#world.nowMs())}`, namespace },
      involvedObject: referenceTo(about),
      reason,
      message,
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      type,
      eventTime: time,
      action,
      ...(related === undefined ? {} : { related: referenceTo(related) }),
      reportingComponent: component,
      reportingInstance: this.#instance,
    };
  }

  #remember(key: string, event: Remembered): void {
    this.#remembered.delete(key);
    this.#remembered.set(key, event);
    if (this.#remembered.size <= rememberedEvents) return;
    const oldest = this.#remembered.keys().next();
    if (oldest.done === true) return;
    this.#remembered.delete(oldest.value);
    this.#series.delete(oldest.value);
  }
}
