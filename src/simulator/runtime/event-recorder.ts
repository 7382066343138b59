/** Writes core/v1 Events as client-go's recorder does: spam filter, aggregation of look-alikes, counting of repeats. */
import type { Random } from '../../core/index.ts';
import type { Event, KubeObject, ObjectReference } from '../../kube/index.ts';
import type { ApiServer } from '../apiserver/index.ts';
import type { EventRequest, World } from '../world.ts';

/** @source k8s 1.20 client-go/tools/record/events_cache.go */
const maximalSimilar = 10;
const similarWindowMs = 600_000;
const spamBurst = 25;
const spamRefillPerMs = 1 / 300_000;
const cacheSize = 4096;

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

interface Similar {
  messages: Set<string>;
  lastMs: number;
}

interface Seen {
  count: number;
  firstTimestamp: string;
  name: string;
  namespace: string;
}

/** A map that forgets what was used the longest ago. */
class RecentMap<V> {
  readonly #values = new Map<string, V>();
  get(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value !== undefined && this.#values.size > cacheSize / 2) {
      this.#values.delete(key);
      this.#values.set(key, value);
    }
    return value;
  }
  set(key: string, value: V): void {
    this.#values.set(key, value);
    if (this.#values.size <= cacheSize) return;
    const oldest = this.#values.keys().next();
    if (oldest.done !== true) this.#values.delete(oldest.value);
  }
}

/** @source k8s 1.20 client-go/tools/reference/ref.go GetReference */
const referenceTo = (
  { apiVersion, kind, metadata }: KubeObject,
  fieldPath: string | undefined,
): ObjectReference => ({
  kind,
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  name: metadata.name,
  ...(metadata.uid === undefined ? {} : { uid: metadata.uid }),
  apiVersion,
  ...(metadata.resourceVersion === undefined ? {} : { resourceVersion: metadata.resourceVersion }),
  ...(fieldPath === undefined ? {} : { fieldPath }),
});

/** What one source has said lately. */
class Correlator {
  readonly #buckets = new RecentMap<Bucket>();
  readonly #similar = new RecentMap<Similar>();
  readonly seen = new RecentMap<Seen>();

  /** @source k8s 1.20 client-go/tools/record/events_cache.go EventSourceObjectSpamFilter.Filter */
  isSpam(key: string, nowMs: number): boolean {
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, (bucket = { tokens: spamBurst, filledAtMs: nowMs }));
    bucket.tokens = Math.min(spamBurst, bucket.tokens + (nowMs - bucket.filledAtMs) * spamRefillPerMs);
    bucket.filledAtMs = nowMs;
    if (bucket.tokens < 1) return true;
    bucket.tokens--;
    return false;
  }

  /** True from the tenth different message on. @source k8s 1.20 client-go/tools/record/events_cache.go EventAggregate */
  isAggregated(key: string, message: string, nowMs: number): boolean {
    let similar = this.#similar.get(key);
    if (similar === undefined || nowMs - similar.lastMs > similarWindowMs) {
      this.#similar.set(key, (similar = { messages: new Set(), lastMs: nowMs }));
    }
    similar.messages.add(message);
    similar.lastMs = nowMs;
    if (similar.messages.size < maximalSimilar) return false;
    // The local key set is trimmed so that the cache does not grow without bound.
    const first = similar.messages.values().next();
    if (first.done !== true) similar.messages.delete(first.value);
    return true;
  }
}

export class EventRecorder {
  readonly #host: Pick<World, 'nowMs' | 'nowTime' | 'random'>;
  readonly #api: ApiServer;
  readonly #random: Random;
  /** Each component has a recorder, and a correlator, of its own. */
  readonly #correlators = new Map<string, Correlator>();

  constructor(host: Pick<World, 'nowMs' | 'nowTime' | 'random'>, api: ApiServer) {
    this.#host = host;
    this.#api = api;
    this.#random = host.random('events');
  }

  record({ about, type, reason, message, component, host, fieldPath }: EventRequest): void {
    const nowMs = this.#host.nowMs();
    const now = this.#host.nowTime();
    const source = `${component}/${host ?? ''}`;
    let correlator = this.#correlators.get(source);
    if (correlator === undefined) this.#correlators.set(source, (correlator = new Correlator()));
    const { kind, apiVersion, metadata } = about;
    const object = `${kind}/${metadata.namespace ?? ''}/${metadata.name}/${metadata.uid ?? ''}/${apiVersion}`;

    const look = `${object}/${type}/${reason}`;
    const isAggregated = correlator.isAggregated(look, message, nowMs);
    const text = isAggregated ? `(combined from similar events): ${message}` : message;
    const key = isAggregated ? look : `${look}/${fieldPath ?? ''}/${message}`;
    if (correlator.isSpam(object, nowMs)) return;

    const by = { user: host === undefined ? component : `${component}/${host}` };
    const seen = correlator.seen.get(key);
    if (seen !== undefined) {
      seen.count++;
      const patch = { count: seen.count, lastTimestamp: now, message: text };
      const answer = this.#api.patch('events', seen.namespace, seen.name, 'merge-patch+json', patch, by);
      if (answer.ok) return;
      // It has expired, or was deleted: written anew, with its count.
    }
    const namespace = metadata.namespace ?? 'default';
    const count = seen?.count ?? 1;
    const firstTimestamp = seen?.firstTimestamp ?? now;
    const event: Event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${metadata.name}.${this.#suffix()}`, namespace },
      involvedObject: referenceTo(about, fieldPath),
      reason,
      message: text,
      source: { component, ...(host === undefined ? {} : { host }) },
      firstTimestamp,
      lastTimestamp: now,
      count,
      type,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
    };
    const answer = this.#api.create('events', namespace, event, by);
    if (answer.ok) correlator.seen.set(key, { count, firstTimestamp, name: event.metadata.name, namespace });
  }

  /** The time in nanoseconds, in hexadecimal; what is below the clock's grain is chance. */
  #suffix(): string {
    const nowMs = Math.floor(this.#host.nowMs());
    const nanoseconds = BigInt(nowMs) * 1_000_000n + BigInt(this.#random.below(1_000_000));
    return nanoseconds.toString(16);
  }
}
