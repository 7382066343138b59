/** labproof as a library: load scenarios and labs, play them on a backend, report. */
export { createSimulatorBackend } from './backends/index.ts';
export type { Backend, Capabilities } from './backends/index.ts';
export { LabproofError } from './core/index.ts';
export { runKubectl } from './kubectl/index.ts';
export { reporters } from './report/index.ts';
export { planScenarios, playScenario, run, selectScenarios } from './runner/index.ts';
export type { RunEvent, RunRecord, ScenarioRecord, StepRecord } from './runner/index.ts';
export { loadLab, loadScenarioFiles } from './scenario/index.ts';
export type { Scenario, Step } from './scenario/index.ts';
