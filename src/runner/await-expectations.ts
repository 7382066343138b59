/** Waits until all expectations of a step hold at one and the same instant, and then hold on. */
import type { Clock, WaitOutcome } from '../core/index.ts';
import type { CompiledExpectation } from '../expect/index.ts';
import type { ObservedCluster } from './observed-cluster.ts';

/** Keeps for each expectation whether it holds, and judges again only those whose resources have changed. */
export class ExpectationBoard {
  readonly #rows: {
    compiled: CompiledExpectation;
    resources: ReadonlySet<string | undefined>;
    isStale: boolean;
    holds: boolean;
  }[];
  readonly #cluster: ObservedCluster;
  readonly #stop: () => void;

  constructor(expectations: readonly CompiledExpectation[], cluster: ObservedCluster) {
    this.#cluster = cluster;
    this.#rows = expectations.map((compiled) => ({
      compiled,
      resources: new Set(compiled.dependsOn.map((name) => cluster.resolve(name)?.id)),
      isStale: true,
      holds: false,
    }));
    this.#stop = cluster.onChange((resource) => {
      for (const row of this.#rows) if (row.resources.has(resource)) row.isStale = true;
    });
  }

  /** Whether all hold at this instant. */
  allHold(): boolean {
    for (const row of this.#rows) {
      if (row.isStale) {
        row.holds = row.compiled.holds(this.#cluster);
        row.isStale = false;
      }
      if (!row.holds) return false;
    }
    return true;
  }

  stop(): void {
    this.#stop();
  }
}

export interface Awaited {
  outcome: WaitOutcome | 'violated' | 'not-held' | 'interrupted';
  /** When it ended, as of the clock. */
  atMs: number;
}

export interface AwaitOptions {
  deadlineMs: number;
  holdMs: number | undefined;
  /** Broken off when this answers true: an invariant is violated. */
  isViolated(): boolean;
  isInterrupted(): boolean;
}

/** Resolves when all hold (and have held on), when they no longer can, at the deadline, or when the wait is broken off. */
export const awaitExpectations = async (
  board: ExpectationBoard,
  clock: Clock,
  options: AwaitOptions,
): Promise<Awaited> => {
  const isBrokenOff = (): boolean => options.isViolated() || options.isInterrupted();
  const end = (outcome: Awaited['outcome']): Awaited => {
    if (options.isInterrupted()) return { outcome: 'interrupted', atMs: clock.now() };
    return { outcome: options.isViolated() ? 'violated' : outcome, atMs: clock.now() };
  };
  const first = await clock.waitUntil(() => isBrokenOff() || board.allHold(), options.deadlineMs);
  if (first !== 'met' || isBrokenOff() || options.holdMs === undefined) return end(first);
  const heldUntilMs = clock.now() + options.holdMs;
  const held = await clock.waitUntil(() => isBrokenOff() || !board.allHold(), heldUntilMs);
  if (held === 'met') return end('not-held');
  // At rest nothing can change any more; the time still passes, so that what follows sees it passed.
  if (held === 'idle') await clock.sleep(Math.max(0, heldUntilMs - clock.now()));
  return end('met');
};
