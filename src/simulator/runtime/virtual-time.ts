/** Virtual time: the queue of what is going to happen, run one event at a time, and whether anything is left to happen. */
import { EventQueue, type Scheduled } from '../../core/index.ts';

const formatSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/**
 * A cluster is at rest when no busy event is queued and every periodic (idle) task has run at least once since the last
 * change and queued itself again: each had its chance to react, and none did.
 */
export class VirtualTime {
  readonly #queue = new EventQueue();
  /** Times of the queue count from the start of the world; what was skipped and the epoch come on top. */
  #queueMs = 0;
  #offsetMs: number;
  #time: string | undefined;
  #timeSecond = -1;
  /** Idle events queued; and those among them queued before the last change. */
  #idle = 0;
  #staleIdle = 0;
  #changedAt = 0;
  readonly #unnoticed = new Set<Scheduled>();
  #next = 0;
  #isStepping = false;
  #hasChanged = false;

  constructor(startMs: number) {
    this.#offsetMs = startMs;
  }

  get nowMs(): number {
    return this.#queueMs + this.#offsetMs;
  }

  /** now as metav1.Time prints it. */
  get nowTime(): string {
    const second = Math.floor(this.nowMs / 1000);
    if (second !== this.#timeSecond || this.#time === undefined) {
      this.#timeSecond = second;
      this.#time = formatSeconds(this.nowMs);
    }
    return this.#time;
  }

  /** now as metav1.MicroTime prints it; the clock's grain is the millisecond. */
  get nowMicroTime(): string {
    const millis = Math.floor(this.nowMs) % 1000;
    const digits = millis < 10 ? `00${millis}` : millis < 100 ? `0${millis}` : String(millis);
    return `${this.nowTime.slice(0, 19)}.${digits}000Z`;
  }

  get isAtRest(): boolean {
    return this.#queue.busyCount === 0 && this.#staleIdle === 0;
  }

  after(delayMs: number, run: () => void, isIdle = false): Scheduled {
    this.#next++;
    if (isIdle) this.#idle++;
    return this.#queue.add(this.#queueMs + Math.max(0, delayMs), run, isIdle);
  }

  /** Work that no rest waits for, because what it does is no news to anybody (events that expire). It cannot be cancelled. */
  afterUnnoticed(delayMs: number, run: () => void): void {
    this.#next++;
    const event = this.#queue.add(this.#queueMs + Math.max(0, delayMs), run, true);
    this.#unnoticed.add(event);
  }

  cancel(event: Scheduled): void {
    if (event.cancelled) return;
    this.#forgetIdle(event);
    this.#queue.cancel(event);
  }

  /** Whatever is queued until the running event ends was queued without knowing of the change. */
  markChange(): void {
    this.#hasChanged = true;
    if (!this.#isStepping) this.#outdate();
  }

  peekTimeMs(): number | undefined {
    const timeMs = this.#queue.peekTimeMs();
    return timeMs === undefined ? undefined : timeMs + this.#offsetMs;
  }

  /** Runs the next event; false when nothing is left. */
  step(): boolean {
    const event = this.#queue.take();
    if (event === undefined) return false;
    this.#forgetIdle(event);
    this.#queueMs = event.timeMs;
    this.#isStepping = true;
    try {
      event.run();
    } finally {
      this.#isStepping = false;
      if (this.#hasChanged) this.#outdate();
    }
    return true;
  }

  /** Moves the clock forward; nothing may be due before `timeMs`. */
  advanceTo(timeMs: number): void {
    if (timeMs > this.nowMs) this.#queueMs = timeMs - this.#offsetMs;
  }

  /** Lets `ms` pass in which nothing happens: whatever is queued is due that much later. */
  skip(ms: number): void {
    this.#offsetMs += ms;
  }

  #outdate(): void {
    this.#hasChanged = false;
    this.#changedAt = this.#next;
    this.#staleIdle = this.#idle;
  }

  #forgetIdle(event: Scheduled): void {
    if (!event.isIdle || this.#unnoticed.delete(event)) return;
    this.#idle--;
    if (event.sequence < this.#changedAt) this.#staleIdle--;
  }
}
