/** How long a job with failed pods is put off: 10 s, 20 s, 40 s … six minutes. @source k8s 1.20 pkg/controller/job/job_controller.go getBackoff, DefaultJobBackOff, MaxJobBackOff */

const firstMs = 10_000;
const mostMs = 360_000;

const backoffMs = (failures: number): number => Math.min(firstMs * 2 ** failures, mostMs);

interface Entry {
  retries: number;
  /** A failed pod was told of, and nothing else. */
  hasFailedPod: boolean;
  isDueNow: boolean;
  dueMs: number[];
}

/** What wakes each job: at once, or after its back-off. */
export class JobRetries {
  readonly #entries = new Map<string, Entry>();

  wake(key: string, isFailedPod: boolean): void {
    const entry = this.#entry(key);
    if (isFailedPod) entry.hasFailedPod = true;
    else entry.isDueNow = true;
  }

  retriesOf(key: string): number {
    return this.#entries.get(key)?.retries ?? 0;
  }

  /** Whether the job is to be looked at now. */
  isDue(key: string, nowMs: number): boolean {
    const entry = this.#entry(key);
    const { hasFailedPod, isDueNow } = entry;
    entry.hasFailedPod = entry.isDueNow = false;
    if (hasFailedPod && entry.retries > 0) entry.dueMs.push(nowMs + backoffMs(entry.retries - 1));
    const hasCome = entry.dueMs.some((dueMs) => dueMs <= nowMs);
    entry.dueMs = entry.dueMs.filter((dueMs) => dueMs > nowMs);
    return isDueNow || hasCome || (hasFailedPod && entry.retries === 0) || !hasFailedPod;
  }

  /** Until the job is due without anything more happening. */
  untilDueMs(key: string, nowMs: number): number | undefined {
    const { dueMs } = this.#entry(key);
    return dueMs.length === 0 ? undefined : Math.max(0, Math.min(...dueMs) - nowMs);
  }

  note(key: string, outcome: 'failed' | 'changed' | undefined, nowMs: number): void {
    const entry = this.#entry(key);
    if (outcome === 'changed') entry.retries = 0;
    if (outcome === 'failed') entry.dueMs.push(nowMs + backoffMs(entry.retries++));
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  #entry(key: string): Entry {
    let entry = this.#entries.get(key);
    if (entry === undefined)
      this.#entries.set(key, (entry = { retries: 0, hasFailedPod: false, isDueNow: false, dueMs: [] }));
    return entry;
  }
}
