/** The one queue of everything that is going to happen: ordered by time, then by the order of asking. */

export interface Scheduled {
  readonly timeMs: number;
  readonly sequence: number;
  /** Periodic work that changes nothing by itself (heartbeats, resyncs): a cluster with only such events left is at rest. */
  readonly isIdle: boolean;
  cancelled: boolean;
  readonly run: () => void;
}

const isBefore = (a: Scheduled, b: Scheduled): boolean =>
  a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.sequence < b.sequence);

/** A binary heap of scheduled work. Same calls, same order: it holds no clock and no chance. */
export class EventQueue {
  #heap: Scheduled[] = [];
  #sequence = 0;
  #busy = 0;

  /** How many events are waiting that are neither cancelled nor idle. */
  get busyCount(): number {
    return this.#busy;
  }

  /** Puts `run` at `timeMs`; among equal times the first asked runs first. */
  add(timeMs: number, run: () => void, isIdle = false): Scheduled {
    const event: Scheduled = { timeMs, sequence: this.#sequence++, isIdle, cancelled: false, run };
    if (!isIdle) this.#busy++;
    this.#heap.push(event);
    this.#rise(this.#heap.length - 1);
    return event;
  }

  cancel(event: Scheduled): void {
    if (event.cancelled) return;
    event.cancelled = true;
    if (!event.isIdle) this.#busy--;
  }

  /** The time of the next event; undefined when nothing is left. */
  peekTimeMs(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.timeMs;
  }

  /** Takes the next event out; it is the caller's to run. */
  take(): Scheduled | undefined {
    this.#dropCancelled();
    const first = this.#pop();
    if (first !== undefined) {
      first.cancelled = true;
      if (!first.isIdle) this.#busy--;
    }
    return first;
  }

  #dropCancelled(): void {
    while (this.#heap[0]?.cancelled === true) this.#pop();
  }

  #pop(): Scheduled | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first !== undefined && last !== undefined && this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(this.#heap[index]!, this.#heap[parent]!)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let least = index;
      if (left < this.#heap.length && isBefore(this.#heap[left]!, this.#heap[least]!)) least = left;
      if (right < this.#heap.length && isBefore(this.#heap[right]!, this.#heap[least]!)) least = right;
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #swap(a: number, b: number): void {
    const held = this.#heap[a]!;
    this.#heap[a] = this.#heap[b]!;
    this.#heap[b] = held;
  }
}
