/** RunEvent: the typed stream that a run emits; reporters consume it, the runner never prints. */
import type { RunRecord, ScenarioRecord, StepRecord } from './run-record.ts';

export interface ScenarioHeading {
  name: string;
  title: string;
  file: string;
  line: number;
  steps: number;
  seed: number;
}

export type RunEvent =
  | { type: 'run-start'; labproof: string; backend: string; scenarios: number; seeds: number[] }
  | { type: 'scenario-start'; scenario: ScenarioHeading }
  | { type: 'step-start'; scenario: ScenarioHeading; name: string; index: number }
  | { type: 'step-end'; scenario: ScenarioHeading; step: StepRecord; index: number }
  | { type: 'scenario-end'; scenario: ScenarioRecord }
  | { type: 'run-end'; record: RunRecord };

export type RunListener = (event: RunEvent) => void;
