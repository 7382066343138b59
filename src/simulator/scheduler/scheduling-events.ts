/** The scheduler's Events: of the newer kind, which repeat as a series instead of being counted. */
import { isAtLeast } from '../../kube/index.ts';
import type { Event, ObjectReference, Pod } from '../../kube/index.ts';
import { EventMoments } from '../runtime/event-moments.ts';
import { TokenBucket } from '../runtime/token-bucket.ts';
import type { World } from '../world.ts';

const component = 'default-scheduler';

/** @source k8s 1.20 client-go/tools/events/event_broadcaster.go finishTime */
const finishMs = 6 * 60_000;
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
  namespace: string;
  name: string;
  lastMs: number;
  series: { count: number } | undefined;
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
 * An event like one before, about the same version of the pod, is told once more, as the beginning of a series, and then not
 * until six minutes have passed without another. What it says is not compared.
 * @source k8s 1.20 client-go/tools/events/event_broadcaster.go recordToSink
 * @deviates the count of a series is not written again at its end.
 */
export class SchedulingEvents {
  readonly #world: World;
  readonly #bucket = new TokenBucket(qps, burst);
  readonly #remembered = new Map<string, Remembered>();
  readonly #instance: string;
  readonly #moments: EventMoments;

  constructor(world: World) {
    this.#world = world;
    this.#moments = new EventMoments(world.random('scheduler/events'));
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
    if (known === undefined || nowMs - known.lastMs > finishMs) {
      const created = this.#newEvent(event, time);
      this.#remember(key, {
        namespace: created.metadata.namespace ?? '',
        name: created.metadata.name,
        lastMs: nowMs,
        series: undefined,
      });
      this.#world.after(delayMs, () =>
        this.#world.api.create('events', created.metadata.namespace, created, { user: component }),
      );
      return;
    }
    known.lastMs = nowMs;
    if (known.series !== undefined) {
      known.series.count++;
      return;
    }
    known.series = { count: isAtLeast(this.#world.version, 26) ? 2 : 1 };
    const patch = { series: { count: known.series.count, lastObservedTime: time } };
    this.#world.after(delayMs, () =>
      this.#world.api.patch('events', known.namespace, known.name, 'strategic-merge-patch+json', patch, {
        user: component,
      }),
    );
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
    if (oldest.done !== true) this.#remembered.delete(oldest.value);
  }
}
