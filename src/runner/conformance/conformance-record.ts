/** ConformanceRecord: what a simulator did of what scenarios ask, step by step, as plain data. */
import type { Position } from '../../core/index.ts';

/** What a step asks of a simulator: its API, or something besides. */
export type Asked = 'api' | 'exec' | 'request' | 'load' | 'fault' | 'nodes' | 'disruption';

/** unreached: the scenario ended before it. */
export type StepScore = 'passed' | 'failed' | 'skipped' | 'unreached';

/** How many of each; expectations that were not judged, because their step was not done or not reached, are skipped or unreached. */
export type Counts = Record<StepScore, number>;

export interface ScoredStep {
  name: string;
  asks: Asked;
  position: Position;
  result: StepScore;
  /** For a step that failed or was skipped: why, in one line. */
  reason?: string;
  expectations: Counts;
}

export interface ScoredScenario {
  name: string;
  title: string;
  file: string;
  line: number;
  labels: Readonly<Record<string, string>>;
  /** crashed: the simulator went away, or broke the protocol. */
  result: 'passed' | 'failed' | 'partial' | 'skipped' | 'crashed';
  /** Why it crashed or was not played at all. */
  reason?: string;
  steps: ScoredStep[];
}

export interface ConformanceRecord {
  apiVersion: 'labproof.dev/v1alpha1';
  kind: 'ConformanceRecord';
  labproof: string;
  backend: string;
  seed: number;
  summary: { scenarios: number; passed: number; steps: Counts; expectations: Counts };
  scenarios: ScoredScenario[];
  /** Those that are not meant for the simulator's version of Kubernetes. */
  notApplicable: { name: string; reason: string }[];
}

export const noCounts = (): Counts => ({ passed: 0, failed: 0, skipped: 0, unreached: 0 });

export const addCounts = (sum: Counts, more: Counts): Counts => ({
  passed: sum.passed + more.passed,
  failed: sum.failed + more.failed,
  skipped: sum.skipped + more.skipped,
  unreached: sum.unreached + more.unreached,
});

export const totalOf = ({ passed, failed, skipped, unreached }: Counts): number =>
  passed + failed + skipped + unreached;

export const countSteps = (steps: readonly ScoredStep[]): Counts =>
  steps.reduce((sum, { result }) => ({ ...sum, [result]: sum[result] + 1 }), noCounts());

export const countExpectations = (steps: readonly ScoredStep[]): Counts =>
  steps.reduce((sum, { expectations }) => addCounts(sum, expectations), noCounts());

export const summarizeConformance = (scenarios: readonly ScoredScenario[]): ConformanceRecord['summary'] => {
  const steps = scenarios.flatMap((scenario) => scenario.steps);
  return {
    scenarios: scenarios.length,
    passed: scenarios.filter(({ result }) => result === 'passed').length,
    steps: countSteps(steps),
    expectations: countExpectations(steps),
  };
};
