/** Keys that are due: each at most once, never twice at a time, failing ones later and later. @source k8s 1.20 client-go/util/workqueue */
import type { Scheduled } from '../../core/index.ts';
import type { World } from '../world.ts';

const firstBackoffMs = 5;
const longestBackoffMs = 1_000_000;
/** Of what has failed more often in a row, nobody expects that the next try will do it. */
const patientFailures = 10;

interface Entry {
  /** Waiting in the queue for its worker. */
  isQueued: boolean;
  isRunning: boolean;
  /** Came due again while it ran. */
  isDirty: boolean;
  failures: number;
  delayed: Scheduled | undefined;
  /** The next look that the last one asked for. */
  recheck: Scheduled | undefined;
}

export class WorkQueue {
  readonly #world: Pick<World, 'after' | 'cancel'>;
  readonly #pickUpMs: () => number;
  readonly #run: (key: string) => void;
  readonly #maximalBackoffMs: number;
  readonly #entries = new Map<string, Entry>();

  /** `run` starts work on a key and calls done() when it is finished. `pickUpMs`: how long until a worker takes a key. */
  constructor(
    world: Pick<World, 'after' | 'cancel'>,
    pickUpMs: () => number,
    run: (key: string) => void,
    maximalBackoffMs = longestBackoffMs,
  ) {
    this.#world = world;
    this.#maximalBackoffMs = maximalBackoffMs;
    this.#pickUpMs = pickUpMs;
    this.#run = run;
  }

  add(key: string): void {
    const entry = this.#entry(key);
    if (entry.isQueued) return;
    if (entry.isRunning) {
      entry.isDirty = true;
      return;
    }
    entry.isQueued = true;
    this.#world.after(this.#pickUpMs(), () => {
      entry.isQueued = false;
      entry.isRunning = true;
      this.#run(key);
    });
  }

  /** Due after `delayMs`; an earlier appointment stands, a later one is moved. */
  addAfter(key: string, delayMs: number, isIdle = false): void {
    if (delayMs <= 0) {
      this.add(key);
      return;
    }
    const entry = this.#entry(key);
    const { delayed } = entry;
    const come = (): void => {
      entry.delayed = undefined;
      this.add(key);
    };
    const scheduled = this.#world.after(delayMs, come, { idle: isIdle });
    if (delayed !== undefined && delayed.timeMs <= scheduled.timeMs) {
      this.#world.cancel(scheduled);
      return;
    }
    if (delayed !== undefined) this.#world.cancel(delayed);
    entry.delayed = scheduled;
  }

  /** Due after `delayMs`, unless a later look decides otherwise; undefined: what an earlier look asked for is off. */
  recheckAfter(key: string, delayMs: number | undefined, isIdle = false): void {
    const entry = this.#entry(key);
    if (entry.recheck !== undefined) this.#world.cancel(entry.recheck);
    entry.recheck = undefined;
    if (delayMs === undefined) return;
    const look = (): void => {
      entry.recheck = undefined;
      this.add(key);
    };
    entry.recheck = this.#world.after(delayMs, look, { idle: isIdle });
  }

  /** Due after the back-off of its failures in a row: 5 ms, 10 ms, 20 ms … 1000 s, or whatever is the most. */
  addRateLimited(key: string): void {
    const entry = this.#entry(key);
    const delayMs = Math.min(firstBackoffMs * 2 ** entry.failures, this.#maximalBackoffMs);
    entry.failures++;
    this.addAfter(key, delayMs, entry.failures > patientFailures);
  }

  forget(key: string): void {
    this.#entry(key).failures = 0;
  }

  done(key: string): void {
    const entry = this.#entry(key);
    entry.isRunning = false;
    if (entry.isDirty) {
      entry.isDirty = false;
      this.add(key);
    } else if (
      !entry.isQueued &&
      entry.delayed === undefined &&
      entry.recheck === undefined &&
      entry.failures === 0
    ) {
      this.#entries.delete(key);
    }
  }

  #entry(key: string): Entry {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = {
        isQueued: false,
        isRunning: false,
        isDirty: false,
        failures: 0,
        delayed: undefined,
        recheck: undefined,
      };
      this.#entries.set(key, entry);
    }
    return entry;
  }
}
