/** Plays one scenario on one backend, from setup to cleanup, and answers its record. */
import type { Backend } from '../backends/index.ts';
import type { BackendError } from '../core/index.ts';
import { BackendLostError } from '../core/index.ts';
import { parseKubernetesVersion } from '../kube/index.ts';
import type { Lab } from '../simulator/index.ts';
import type { Scenario, Step } from '../scenario/index.ts';
import { relative, dirname } from 'node:path';
import { ObservedCluster } from './observed-cluster.ts';
import { erroredStep, labStep, troubleOf } from './lost-lab.ts';
import { playStep } from './play-step.ts';
import type { PlayedStep } from './play-step.ts';
import type { Stage } from './stage.ts';
import type { RunListener, ScenarioHeading } from './run-event.ts';
import type { Result, ScenarioRecord, StepRecord } from './run-record.ts';
import { Workstation } from './workstation.ts';

export interface PlayOptions {
  seed: number;
  lab: Lab;
  emit: RunListener;
  isInterrupted(): boolean;
  /** For `prove`: goes on after a failed step and judges all that a step expects, whatever of it is wrong already. */
  isProving?: boolean;
  /** For `prove`: what this step says is not done; what it expects is judged all the same. */
  leaveOut?: Step;
  /** Called before each step is played, with the stage as it then is. */
  beforeStep?(step: Step, section: StepRecord['section'], stage: Stage): Promise<void>;
  /** Called after each step, with the stage as it then is. */
  afterStep?(record: StepRecord, stage: Stage): Promise<void>;
}

export const headingOf = (scenario: Scenario, seed: number): ScenarioHeading => ({
  name: scenario.name,
  title: scenario.title,
  file: scenario.file,
  line: scenario.position.line,
  steps: scenario.setup.length + scenario.steps.length + scenario.cleanup.length,
  seed,
});

const resultOf = (steps: readonly StepRecord[]): Result => {
  const has = (result: Result): boolean => steps.some((step) => step.result === result);
  if (has('errored')) return 'errored';
  if (has('failed')) return 'failed';
  if (has('interrupted')) return 'interrupted';
  if (has('partial')) return 'partial';
  if (!has('skipped')) return 'passed';
  return steps.some((step) => step.result === 'passed' && step.section === 'steps') ? 'partial' : 'skipped';
};

export interface NamedBackend {
  name: string;
  gitVersion: string;
}

/** A word of a command line, quoted where a shell would split it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** The command that plays just this scenario again, from where the user is. */
const replayLine = (scenario: Scenario, seed: number, backend: NamedBackend, lab: Lab): string => {
  const file = relative(process.cwd(), scenario.file) || scenario.file;
  const { gitVersion } = backend;
  const isLabs = parseKubernetesVersion(lab.kubernetes)?.gitVersion === gitVersion;
  const other =
    backend.name !== 'simulator'
      ? ` --backend ${quoted(backend.name)}`
      : isLabs
        ? ''
        : ` --kubernetes ${gitVersion.replace(/^v/, '')}`;
  return `npx labproof run ${quoted(file)}:${scenario.position.line} --seed ${seed}${other}`;
};

const recordHead = (
  { scenario, lab }: { scenario: Scenario; lab: Lab },
  seed: number,
  backend: NamedBackend,
): Omit<ScenarioRecord, 'result' | 'durationMs' | 'steps' | 'replay'> => ({
  name: scenario.name,
  title: scenario.title,
  file: scenario.file,
  line: scenario.position.line,
  labels: { ...scenario.labels },
  lab: lab.name,
  backend: backend.name,
  kubernetes: backend.gitVersion,
  seed,
  retries: 0,
});

/** The record of a scenario whose lab could not be opened. */
export const unopenedRecord = (
  planned: { scenario: Scenario; lab: Lab },
  seed: number,
  backend: NamedBackend,
  error: BackendError,
): ScenarioRecord => ({
  ...recordHead(planned, seed, backend),
  result: 'errored',
  durationMs: 0,
  steps: [labStep('opening', planned.scenario, error, 0)],
  replay: replayLine(planned.scenario, seed, backend, planned.lab),
});

/** The record of a scenario that cannot be played on this backend. */
export const skippedRecord = (
  planned: { scenario: Scenario; lab: Lab },
  seed: number,
  backend: NamedBackend,
  reason: string,
): ScenarioRecord => ({
  ...recordHead(planned, seed, backend),
  result: 'skipped',
  reason,
  durationMs: 0,
  steps: [],
  replay: replayLine(planned.scenario, seed, backend, planned.lab),
});

/** Calls `afterStep`; a lab that breaks under it makes the step errored. */
const lookAfter = async (
  played: PlayedStep,
  stage: Stage,
  { afterStep }: PlayOptions,
): Promise<PlayedStep> => {
  try {
    await afterStep?.(played.record, stage);
    return played;
  } catch (error) {
    const trouble = troubleOf(error, stage.backend);
    if (trouble === undefined) throw error;
    const isLost = trouble instanceof BackendLostError;
    if (played.record.result === 'errored') return { ...played, isLost };
    const atMs = stage.backend.clock.now() - stage.startMs;
    return { ...played, record: erroredStep(played.record, trouble, atMs), isLost };
  }
};

/** Stops what still sends requests; answers what was in the way. */
const stopLoads = async ({ loads, backend }: Stage): Promise<BackendError | undefined> => {
  try {
    for (const load of loads.values()) await load.stop();
    return undefined;
  } catch (error) {
    const trouble = troubleOf(error, backend);
    if (trouble === undefined) throw error;
    return trouble;
  }
};

/** @throws only for a defect of ours: a lab that breaks makes the scenario errored */
export const playScenario = async (
  scenario: Scenario,
  backend: Backend,
  options: PlayOptions,
): Promise<ScenarioRecord> => {
  const { seed, lab, emit } = options;
  const heading = headingOf(scenario, seed);
  const named = { name: backend.name, gitVersion: backend.version.gitVersion };
  if (backend.lacks !== undefined && backend.lacks.length > 0)
    return skippedRecord({ scenario, lab }, seed, named, backend.lacks.join('; '));
  let cluster: ObservedCluster;
  try {
    cluster = await ObservedCluster.open(backend);
  } catch (error) {
    const trouble = troubleOf(error, backend);
    if (trouble === undefined) throw error;
    return unopenedRecord({ scenario, lab }, seed, named, trouble);
  }
  const stage: Stage = {
    scenario,
    backend,
    cluster,
    files: new Workstation({
      home: lab.workstation?.home ?? '/root',
      mounts: lab.workstation?.files ?? {},
      folder: dirname(scenario.file),
    }),
    loads: new Map(),
    captures: {},
    startMs: backend.clock.now(),
    isInterrupted: options.isInterrupted,
    isProving: options.isProving === true,
    ...(options.leaveOut === undefined ? {} : { leaveOut: options.leaveOut }),
  };
  const records: StepRecord[] = [];
  let isLost = false;
  const play = async (
    section: StepRecord['section'],
    steps: readonly Step[],
    stopsAtFailure: boolean,
  ): Promise<boolean> => {
    for (const step of steps) {
      if (section !== 'cleanup' && options.isInterrupted()) return false;
      cluster.beginStep();
      await options.beforeStep?.(step, section, stage);
      emit({ type: 'step-start', scenario: heading, name: step.name, index: records.length });
      const played = await lookAfter(await playStep(step, section, stage), stage, options);
      const { record } = played;
      records.push(record);
      emit({ type: 'step-end', scenario: heading, step: record, index: records.length - 1 });
      isLost ||= played.isLost === true;
      if (played.isInterrupted || isLost) return false;
      if (stopsAtFailure && (record.result === 'errored' || (record.result === 'failed' && !stage.isProving)))
        return false;
    }
    return true;
  };
  try {
    const isReady = await play('setup', scenario.setup, true);
    const isDone = isReady && (await play('steps', scenario.steps, true));
    const trouble = isLost ? undefined : await stopLoads(stage);
    if (trouble !== undefined)
      records.push(labStep('closing', scenario, trouble, backend.clock.now() - stage.startMs));
    if (!isLost && !(trouble instanceof BackendLostError)) await play('cleanup', scenario.cleanup, false);
    const result =
      !isDone && options.isInterrupted() && !records.some((record) => record.failure !== undefined)
        ? 'interrupted'
        : resultOf(records);
    const skipped = records.find((record) => record.skipped !== undefined)?.skipped;
    return {
      ...recordHead({ scenario, lab }, seed, named),
      result,
      ...(skipped === undefined || result === 'failed' || result === 'errored' ? {} : { reason: skipped }),
      durationMs: backend.clock.now() - stage.startMs,
      steps: records,
      replay: replayLine(scenario, seed, named, lab),
    };
  } finally {
    cluster.close();
  }
};
