/** QueueFlushes: the tickers that bring pods back from back-off and from unschedulability, ticking only while there are such. */
import type { World } from '../world.ts';
import type { SchedulingQueue } from './scheduling-queue.ts';

/** @source k8s 1.20 pkg/scheduler/internal/queue/scheduling_queue.go Run */
const backoffTickMs = 1_000;
const unschedulableTickMs = 30_000;

export class QueueFlushes {
  readonly #world: World;
  readonly #queue: SchedulingQueue;
  readonly #wake: () => void;
  #startedMs = 0;
  /** When the next flush of the back-off queue is due. */
  #backoffAtMs: number | undefined;
  #hasUnschedulableFlush = false;

  constructor(world: World, queue: SchedulingQueue, wake: () => void) {
    this.#world = world;
    this.#queue = queue;
    this.#wake = wake;
  }

  /** The tickers count from now. */
  start(): void {
    this.#startedMs = this.#world.nowMs();
  }

  /** Makes sure that whoever waits now will be flushed. */
  plan(): void {
    const { nextBackoffEndMs, hasUnschedulable } = this.#queue;
    if (nextBackoffEndMs !== undefined) {
      const atMs = this.#tickAfter(nextBackoffEndMs, backoffTickMs);
      if (this.#backoffAtMs === undefined || atMs < this.#backoffAtMs) this.#planBackoff(atMs);
    }
    if (hasUnschedulable && !this.#hasUnschedulableFlush) this.#planUnschedulable();
  }

  #planBackoff(atMs: number): void {
    this.#backoffAtMs = atMs;
    this.#world.after(atMs - this.#world.nowMs(), () => {
      if (this.#backoffAtMs === atMs) this.#backoffAtMs = undefined;
      this.#queue.flushBackoff(this.#world.nowMs());
      this.#wake();
    });
  }

  /** A second try of what did not fit changes nothing by itself: it does not keep the cluster from being at rest. */
  #planUnschedulable(): void {
    this.#hasUnschedulableFlush = true;
    const nowMs = this.#world.nowMs();
    const flush = (): void => {
      this.#hasUnschedulableFlush = false;
      this.#queue.flushUnschedulable(this.#world.nowMs());
      this.#wake();
    };
    this.#world.after(this.#tickAfter(nowMs + 1, unschedulableTickMs) - nowMs, flush, { idle: true });
  }

  /** The first tick at `timeMs` or after. */
  #tickAfter(timeMs: number, everyMs: number): number {
    return this.#startedMs + Math.ceil((timeMs - this.#startedMs) / everyMs) * everyMs;
  }
}
