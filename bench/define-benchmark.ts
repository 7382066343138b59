/** How a benchmark is defined: one file, one line in benchmarks.ts. */

export interface Figure {
  /** As the table prints it: "wall ms", "pods per CPU second". */
  name: string;
  /** What the project aims at, where it aims at anything: at most, or at least, so much. */
  aim?: { atMost: number } | { atLeast: number };
}

export interface Benchmark {
  name: string;
  summary: string;
  figures: readonly Figure[];
  /** How often it is measured. */
  rounds: number;
  /** Rounds before those, which are not counted: what runs is compiled then. Default: 0. */
  warmUp?: number;
  /** Every round in a process of its own, so that none finds the memory of another. */
  inFreshProcess?: boolean;
  /** Answers one number for each figure, in their order. */
  measure(): Promise<readonly number[]>;
}

export const defineBenchmark = (benchmark: Benchmark): Benchmark => benchmark;
