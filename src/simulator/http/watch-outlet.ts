/** Where a watch's events go: they wait, not yet encoded, while the reader is busy; one that falls too far behind is cut off. */
import type { StreamSink } from './exchange.ts';

/** As many events as a change log keeps: who is further behind could not begin again either. */
const maximalBehind = 10_000;

export class WatchOutlet {
  readonly #sink: StreamSink;
  readonly #onCut: () => void;
  #waiting: (() => string)[] = [];
  #next = 0;
  #allowed = maximalBehind;
  #isWaiting = false;
  #isEnding = false;
  #isStopped = false;

  /** `onCut` is called when the reader has been cut off. */
  constructor(sink: StreamSink, onCut: () => void) {
    this.#sink = sink;
    this.#onCut = onCut;
  }

  get isOver(): boolean {
    return this.#isStopped || this.#isEnding;
  }

  /** What waits by now may wait beside what is allowed to everybody. */
  allowFor(): void {
    this.#allowed = maximalBehind + this.#waiting.length - this.#next;
  }

  /** `encode` is called when there is room. */
  send(encode: () => string): void {
    if (this.isOver) return;
    if (this.#waiting.length === 0 && this.#sink.isFull?.() !== true) {
      this.#sink.write(encode());
      return;
    }
    this.#waiting.push(encode);
    if (this.#waiting.length - this.#next > this.#allowed) {
      this.stop();
      this.#sink.cut?.();
      this.#onCut();
    } else this.#wait();
  }

  /** Ends the stream once all is written. */
  end(): void {
    this.#isEnding = true;
    if (this.#waiting.length === 0) this.#sink.end();
  }

  /** Nothing more is written, but for what waits before an end. */
  stop(): void {
    this.#isStopped = true;
    if (!this.#isEnding) this.#waiting = [];
  }

  #wait(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#sink.onDrain?.(() => {
      this.#isWaiting = false;
      this.#flow();
    });
  }

  #flow(): void {
    while (this.#next < this.#waiting.length && this.#sink.isFull?.() !== true)
      this.#sink.write(this.#waiting[this.#next++]!());
    if (this.#next < this.#waiting.length) {
      this.#wait();
      return;
    }
    this.#waiting = [];
    this.#next = 0;
    this.#allowed = maximalBehind;
    if (this.#isEnding) this.#sink.end();
  }
}
