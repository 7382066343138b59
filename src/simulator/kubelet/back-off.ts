/** Exponential back-off by key, as the kubelet uses it for crash loops and image pulls. */

interface Entry {
  delayMs: number;
  lastUpdateMs: number;
}

/**
 * @source k8s 1.20 client-go/util/flowcontrol/backoff.go Backoff
 * Times are virtual milliseconds and given by the caller.
 */
export class BackOff {
  readonly #initialMs: number;
  readonly #maxMs: number;
  readonly #entries = new Map<string, Entry>();

  constructor(initialMs: number, maxMs: number) {
    this.#initialMs = initialMs;
    this.#maxMs = maxMs;
  }

  /** The delay now stored for `key`; 0 when there is none. */
  delayMs(key: string): number {
    return this.#entries.get(key)?.delayMs ?? 0;
  }

  /** Counts one more failure that came at `eventMs`: doubles the delay, or starts anew after a long quiet time. */
  next(key: string, eventMs: number, nowMs: number): void {
    const entry = this.#entries.get(key);
    const isNew = entry === undefined || this.#hasExpired(entry, eventMs);
    const delayMs = isNew ? this.#initialMs : Math.min(entry.delayMs * 2, this.#maxMs);
    this.#entries.set(key, { delayMs, lastUpdateMs: nowMs });
  }

  /** Whether less than the delay has passed since `eventMs`. */
  isInBackOffSince(key: string, eventMs: number, nowMs: number): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#hasExpired(entry, eventMs)) return false;
    return nowMs - eventMs < entry.delayMs;
  }

  /** Whether less than the delay has passed between the last failure counted and `eventMs`. */
  isInBackOffSinceUpdate(key: string, eventMs: number): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#hasExpired(entry, eventMs)) return false;
    return eventMs - entry.lastUpdateMs < entry.delayMs;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  #hasExpired(entry: Entry, eventMs: number): boolean {
    return eventMs - entry.lastUpdateMs > this.#maxMs * 2;
  }
}

/**
 * When a container that finished at `finishedMs` may start again: undefined now counts as a restart, otherwise the delay to name.
 * @source k8s 1.20 pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff
 */
export const crashLoopDelayMs = (
  backOff: BackOff,
  key: string,
  finishedMs: number,
  nowMs: number,
): number | undefined => {
  if (backOff.isInBackOffSince(key, finishedMs, nowMs)) return backOff.delayMs(key);
  backOff.next(key, finishedMs, nowMs);
  return undefined;
};
