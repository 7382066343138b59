/** WallClock: the real time, and waits that are asked again at every change of the cluster. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, WaitOutcome } from '../../core/index.ts';

/** What no watch announces (an interruption, say) is noticed after this time at the latest. */
const lookAgainMs = 200;

export class WallClock implements Clock {
  readonly #waiting = new Set<() => void>();

  now(): number {
    return Date.now();
  }

  async sleep(ms: number): Promise<void> {
    await delay(Math.max(0, ms));
  }

  /** To be called after each change of the cluster. */
  changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** A cluster may always still change: this never answers 'idle'. */
  waitUntil(isMet: () => boolean, deadlineMs: number): Promise<WaitOutcome> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        this.#waiting.delete(look);
        clearInterval(interval);
        clearTimeout(deadline);
        settle();
      };
      const look = (): void => {
        try {
          if (isMet()) finish(() => resolve('met'));
          else if (this.now() >= deadlineMs) finish(() => resolve('deadline'));
        } catch (error) {
          finish(() => reject(error as Error));
        }
      };
      const interval = setInterval(look, lookAgainMs);
      // A timer may fire a moment early by the clock it is measured against.
      const deadline = setTimeout(look, Math.max(0, Math.min(deadlineMs - this.now() + 1, 2 ** 31 - 1)));
      this.#waiting.add(look);
      look();
    });
  }
}
