/** Zones in trouble: how fast nodes may be tainted for eviction, and when evictions stop altogether. */
import type { Condition } from '../../../kube/index.ts';
import { TokenBucket } from '../../runtime/token-bucket.ts';

export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption';

/** @source k8s 1.20 cmd/kube-controller-manager: --node-eviction-rate and its like */
const evictionRate = 0.1;
const secondaryEvictionRate = 0.01;
const largeClusterSize = 50;
const unhealthyShare = 0.55;

/** @source k8s 1.20 pkg/controller/nodelifecycle/node_lifecycle_controller.go ComputeZoneState */
export const zoneStateOf = (readyConditions: readonly (Condition | undefined)[]): ZoneState => {
  const ready = readyConditions.filter((condition) => condition?.status === 'True').length;
  const notReady = readyConditions.length - ready;
  if (ready === 0 && notReady > 0) return 'FullDisruption';
  return notReady > 2 && notReady / readyConditions.length >= unhealthyShare ? 'PartialDisruption' : 'Normal';
};

/** How many nodes a second may be tainted; a zone that is wholly down is treated as usual, as long as another is up. */
const rateOf = (state: ZoneState, size: number): number => {
  if (state !== 'PartialDisruption') return evictionRate;
  return size > largeClusterSize ? secondaryEvictionRate : 0;
};

/** The nodes of one zone that wait to be tainted, at the zone's pace. */
export class ZoneQueue {
  #rate = evictionRate;
  #bucket = new TokenBucket(evictionRate, 1);
  #reservedMs: number | undefined;
  readonly #nodes = new Set<string>();

  setRate(rate: number): void {
    if (rate === this.#rate) return;
    this.#rate = rate;
    this.#bucket = new TokenBucket(rate, 1);
    this.#reservedMs = undefined;
  }

  add(name: string): void {
    this.#nodes.add(name);
  }

  remove(name: string): void {
    this.#nodes.delete(name);
  }

  /** The nodes whose turn it is now, and after how long the next one's comes (undefined: none waits, or never). */
  take(nowMs: number): { names: string[]; nextInMs: number | undefined } {
    const names: string[] = [];
    for (const name of this.#nodes) {
      if (this.#rate === 0) return { names, nextInMs: undefined };
      this.#reservedMs ??= nowMs + this.#bucket.reserveMs(nowMs);
      if (this.#reservedMs > nowMs) return { names, nextInMs: this.#reservedMs - nowMs };
      this.#reservedMs = undefined;
      this.#nodes.delete(name);
      names.push(name);
    }
    return { names, nextInMs: undefined };
  }
}

export interface Disruption {
  /** All zones fell silent just now: evictions stop and taints are taken back. */
  hasStopped: boolean;
  /** The first zone is back after all were silent. */
  hasResumed: boolean;
}

/** @source k8s 1.20 pkg/controller/nodelifecycle/node_lifecycle_controller.go handleDisruption */
export class Zones {
  readonly #states = new Map<string, ZoneState | 'Initial'>();
  readonly #queues = new Map<string, ZoneQueue>();

  queue(zone: string): ZoneQueue {
    let queue = this.#queues.get(zone);
    if (queue === undefined) this.#queues.set(zone, (queue = new ZoneQueue()));
    return queue;
  }

  queues(): Iterable<ZoneQueue> {
    return this.#queues.values();
  }

  update(conditionsByZone: ReadonlyMap<string, readonly (Condition | undefined)[]>): Disruption {
    const states = new Map(
      [...conditionsByZone].map(([zone, conditions]) => [zone, zoneStateOf(conditions)]),
    );
    for (const zone of states.keys()) if (!this.#states.has(zone)) this.#states.set(zone, 'Initial');
    for (const zone of this.#states.keys()) if (!states.has(zone)) this.#states.delete(zone);
    const isAllDown = [...states.values()].every((state) => state === 'FullDisruption');
    const wasAllDown = [...this.#states.values()].every((state) => state === 'FullDisruption');
    if (isAllDown && wasAllDown) return { hasStopped: false, hasResumed: false };
    for (const [zone, state] of states) {
      if (isAllDown) this.queue(zone).setRate(0);
      else if (wasAllDown || this.#states.get(zone) !== state) {
        this.queue(zone).setRate(rateOf(state, conditionsByZone.get(zone)?.length ?? 0));
      }
      this.#states.set(zone, state);
    }
    return { hasStopped: isAllDown, hasResumed: wasAllDown };
  }
}
