/** The moments with which names of events end: nanoseconds, none twice, in the order in which events are told. */
import type { Random } from '../../core/index.ts';

export class EventMoments {
  readonly #random: Random;
  #last = 0n;

  constructor(random: Random) {
    this.#random = random;
  }

  /** In hexadecimal; what is below the clock's grain is chance. */
  at(nowMs: number): string {
    const moment = BigInt(Math.floor(nowMs)) * 1_000_000n + BigInt(this.#random.below(1_000_000));
    this.#last = moment > this.#last ? moment : this.#last + 1n;
    return this.#last.toString(16);
  }
}
