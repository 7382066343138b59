/** Watches over a step's `always` and `never`: judges them at every change and remembers the first that is broken. */
import type { CompiledExpectation, Expectation, Verdict } from '../expect/index.ts';
import type { ObservedCluster } from './observed-cluster.ts';

export interface Invariant {
  kind: 'always' | 'never';
  expectation: Expectation;
  compiled: CompiledExpectation;
}

export interface Violation {
  invariant: Invariant;
  verdict: Verdict;
  atMs: number;
}

/** What a `never` that came true says: it has no failed leaf of its own, so the whole is the leaf. */
const neverVerdict = (expectation: Expectation, verdict: Verdict): Verdict => ({
  ...verdict,
  ok: false,
  leaves: [
    {
      path: expectation.subject,
      expected: 'never to be so',
      actual: 'it is so',
      position: expectation.position,
    },
  ],
  expectedText: '',
  actualText: '',
});

const isBroken = ({ kind, compiled }: Invariant, cluster: ObservedCluster): boolean =>
  compiled.holds(cluster) === (kind === 'never');

export class Watchdog {
  #violation: Violation | undefined;
  readonly #stop: () => void;
  readonly #invariants: readonly Invariant[];
  readonly #cluster: ObservedCluster;

  constructor(invariants: readonly Invariant[], cluster: ObservedCluster) {
    this.#invariants = invariants;
    this.#cluster = cluster;
    const concerned = invariants.map((invariant) => ({
      invariant,
      resources: new Set(invariant.compiled.dependsOn.map((name) => cluster.resolve(name)?.id)),
    }));
    const judge = (changed?: string): void => {
      for (const { invariant, resources } of concerned) {
        if (this.#violation !== undefined) return;
        if (changed !== undefined && !resources.has(changed)) continue;
        if (isBroken(invariant, cluster)) this.#violation = violationOf(invariant, cluster);
      }
    };
    judge();
    this.#stop =
      invariants.length === 0 ? (): void => undefined : cluster.onChange((resource) => judge(resource));
  }

  /** The first break since the step's start; undefined while all is well. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  /**
   * A `never` about the fields of objects of which there has not been one at any time since the step's start: it watched nothing.
   * Most often a misspelt name.
   */
  blind(): { expectation: Expectation; subject: string } | undefined {
    for (const { kind, expectation, compiled } of this.#invariants) {
      if (kind !== 'never' || compiled.hasSeen?.() !== false) continue;
      return { expectation, subject: compiled.explain(this.#cluster).subject };
    }
    return undefined;
  }

  stop(): void {
    this.#stop();
  }
}

const violationOf = (invariant: Invariant, cluster: ObservedCluster): Violation => {
  const verdict = invariant.compiled.explain(cluster);
  return {
    invariant,
    verdict: invariant.kind === 'never' ? neverVerdict(invariant.expectation, verdict) : verdict,
    atMs: cluster.now(),
  };
};
