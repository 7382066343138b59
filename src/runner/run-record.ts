/** RunRecord: everything a run found, as plain data without wall clock. Reports are functions of it; the same seed gives the same bytes. */
import type { Position } from '../core/index.ts';
import type { Verdict } from '../expect/index.ts';
import type { RecordedCheckpoint, ScenarioRecording } from './compare/recording.ts';
import type { EventLine } from './why/explain.ts';

/** errored: the lab broke, so that it is not known what would have been. */
export type Result = 'passed' | 'failed' | 'errored' | 'partial' | 'skipped' | 'interrupted';

/** In the order in which reports count them. */
export const results: readonly Result[] = [
  'passed',
  'failed',
  'errored',
  'partial',
  'skipped',
  'interrupted',
];

/** What a step did and got back: a command line, a request, a patch. */
export interface ActionRecord {
  /** As a person would type it: "kubectl drain w3-k8s". */
  line: string;
  exitCode?: number;
  stdout?: string;
  stderr?: string;
}

/** How an expectation was to be met: eventually, held, always, never; or what the action itself answered. */
export type FailureKind = 'expect' | 'hold' | 'always' | 'never' | 'output' | 'action' | 'error';

export interface FailedExpectation {
  kind: FailureKind;
  /** Where the expectation begins. */
  position: Position;
  verdict: Verdict;
  /** For each failed leaf, in order: when the object last changed (ms since the scenario began) and by whom. */
  lastChanges: ({ atMs: number; user: string; verb: string } | undefined)[];
}

export interface Failure {
  /** One sentence. */
  message: string;
  /** Where the file says what failed. */
  position: Position;
  /** Virtual milliseconds since the scenario began. */
  atMs: number;
  /** Why the wait ended: the deadline, nothing left to happen, an invariant broken, the action itself. */
  ended: 'deadline' | 'idle' | 'violated' | 'action' | 'error';
  expectations: FailedExpectation[];
  why: { chains: string[]; conditions: string[]; events: (EventLine & { sinceStartMs: number })[] };
  /** Output of the step's `catch`; of an errored step the last words of the lab. */
  evidence: ActionRecord[];
}

export interface StepRecord {
  name: string;
  kind: string;
  section: 'setup' | 'steps' | 'cleanup';
  position: Position;
  result: Result;
  /** Why it was skipped, or what of it was not judged (partial). */
  skipped?: string;
  /** Virtual milliseconds since the scenario began. */
  startedAtMs: number;
  durationMs: number;
  /** How many expectations were judged, and how often at least one of them was. */
  expectations: number;
  actions: ActionRecord[];
  captures?: Record<string, unknown>;
  failure?: Failure;
  /** In a recording: the state of the lab at rest after the step. */
  checkpoint?: RecordedCheckpoint;
}

export interface ScenarioRecord {
  name: string;
  title: string;
  file: string;
  line: number;
  labels: Record<string, string>;
  lab: string;
  backend: string;
  kubernetes: string;
  seed: number;
  /** How often it was played before this result, with `--retries`. */
  retries: number;
  result: Result;
  /** Why it was skipped or is partial. */
  reason?: string;
  /** What the backend says besides: requests that were repeated, what is left on the cluster. */
  remarks?: string[];
  /** Virtual. */
  durationMs: number;
  steps: StepRecord[];
  /** The command that replays just this. */
  replay: string;
  /** In a recording. */
  recording?: ScenarioRecording;
}

export interface RunSummary {
  scenarios: number;
  passed: number;
  failed: number;
  errored: number;
  partial: number;
  skipped: number;
  interrupted: number;
  steps: number;
}

export interface RunRecord {
  apiVersion: 'labproof.dev/v1alpha1';
  kind: 'RunRecord';
  labproof: string;
  backend: string;
  seeds: number[];
  /** Of a record that `labproof record` wrote: the version of what it holds besides. */
  recordingVersion?: number;
  summary: RunSummary;
  scenarios: ScenarioRecord[];
}

/** Counts results; a scenario that ran under many seeds counts once for each. */
export const summarizeRun = (scenarios: readonly ScenarioRecord[]): RunSummary => {
  const count = (result: Result): number => scenarios.filter((scenario) => scenario.result === result).length;
  return {
    scenarios: scenarios.length,
    passed: count('passed'),
    failed: count('failed'),
    errored: count('errored'),
    partial: count('partial'),
    skipped: count('skipped'),
    interrupted: count('interrupted'),
    steps: scenarios.reduce((sum, scenario) => sum + scenario.steps.length, 0),
  };
};
