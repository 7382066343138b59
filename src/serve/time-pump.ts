/** Lets the cluster's time follow the wall's. */
import type { Simulator } from '../simulator/index.ts';

/** Virtual milliseconds a wall millisecond; `max`: as fast as the machine can. */
export type Speed = number | 'max';

const tickMs = 15;
/** How long one tick may keep the process from answering. */
const budgetMs = 10;
/** Under `max`: how much virtual time a tick may skip once the cluster is at rest, so that periodic work goes on. */
const restStepMs = tickMs;

export class TimePump {
  readonly #simulator: Simulator;
  readonly #speed: Speed;
  readonly #wallMs: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lastWallMs: number;
  /** Where virtual time should be by now. */
  #targetMs: number;

  constructor(simulator: Simulator, speed: Speed, wallMs: () => number = () => performance.now()) {
    this.#simulator = simulator;
    this.#speed = speed;
    this.#wallMs = wallMs;
    this.#lastWallMs = wallMs();
    this.#targetMs = simulator.nowMs();
  }

  start(): void {
    this.#lastWallMs = this.#wallMs();
    this.#timer = setInterval(() => this.pump(), tickMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Runs what is due by now; a long backlog is left to the next ticks. */
  pump(): void {
    const wallMs = this.#wallMs();
    const passedMs = wallMs - this.#lastWallMs;
    this.#lastWallMs = wallMs;
    const deadline = wallMs + budgetMs;
    const { nowMs, isAtRest, step, runUntil } = this.#simulator;
    if (this.#speed === 'max') {
      while (!isAtRest() && step()) if (this.#wallMs() > deadline) return;
      runUntil(Math.floor(nowMs() + Math.min(passedMs, restStepMs * 10)));
      return;
    }
    this.#targetMs += passedMs * this.#speed;
    // In slices, so that a fast clock does not keep clients waiting.
    const sliceMs = Math.max(1, Math.floor((tickMs * this.#speed) / 4));
    // Whole milliseconds: a time that was written down is the same when it is read.
    const targetMs = Math.floor(this.#targetMs);
    while (nowMs() < targetMs) {
      runUntil(Math.min(targetMs, Math.floor(nowMs()) + sliceMs));
      if (this.#wallMs() > deadline) break;
    }
    // The machine is too slow for the speed that was asked for: no debt is kept beyond a second.
    this.#targetMs = Math.min(this.#targetMs, nowMs() + 1000 * this.#speed);
  }
}
