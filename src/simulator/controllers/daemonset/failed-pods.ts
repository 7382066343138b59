/** Back-off for failed daemon pods, so that a node that refuses them is not asked again and again. */

const initialMs = 1000;
const maximalMs = 15 * 60_000;

interface Entry {
  delayMs: number;
  updatedMs: number;
}

/** One entry for each daemon set and node. @source k8s 1.20 client-go/util/flowcontrol/backoff.go Backoff */
export class FailedPodBackoff {
  readonly #entries = new Map<string, Entry>();

  /** How long the back-off is, when `key` is in it; undefined when it may go on. */
  delayMs(key: string, nowMs: number): number | undefined {
    const entry = this.#current(key, nowMs);
    return entry !== undefined && nowMs - entry.updatedMs < entry.delayMs ? entry.delayMs : undefined;
  }

  /** Notes one more failure. */
  next(key: string, nowMs: number): void {
    const entry = this.#current(key, nowMs);
    const delayMs = entry === undefined ? initialMs : Math.min(entry.delayMs * 2, maximalMs);
    this.#entries.set(key, { delayMs, updatedMs: nowMs });
  }

  #current(key: string, nowMs: number): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && nowMs - entry.updatedMs <= 2 * maximalMs ? entry : undefined;
  }
}
