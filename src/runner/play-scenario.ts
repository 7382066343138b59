/** Plays one scenario on one backend, from setup to cleanup, and answers its record. */
import type { Backend } from '../backends/index.ts';
import { parseKubernetesVersion } from '../kube/index.ts';
import type { Lab } from '../simulator/index.ts';
import type { Scenario, Step } from '../scenario/index.ts';
import { relative, dirname } from 'node:path';
import { ObservedCluster } from './observed-cluster.ts';
import { playStep } from './play-step.ts';
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
  if (has('failed')) return 'failed';
  if (has('interrupted')) return 'interrupted';
  if (has('partial')) return 'partial';
  if (!has('skipped')) return 'passed';
  return steps.some((step) => step.result === 'passed' && step.section === 'steps') ? 'partial' : 'skipped';
};

/** A word of a command line, quoted where a shell would split it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** The command that plays just this scenario again, from where the user is. */
const replayLine = (scenario: Scenario, seed: number, backend: Backend, lab: Lab): string => {
  const file = relative(process.cwd(), scenario.file) || scenario.file;
  const { gitVersion } = backend.version;
  const isLabs = parseKubernetesVersion(lab.kubernetes)?.gitVersion === gitVersion;
  const other =
    backend.name !== 'simulator'
      ? ` --backend ${quoted(backend.name)}`
      : isLabs
        ? ''
        : ` --kubernetes ${gitVersion.replace(/^v/, '')}`;
  return `npx labproof run ${quoted(file)}:${scenario.position.line} --seed ${seed}${other}`;
};

export const playScenario = async (
  scenario: Scenario,
  backend: Backend,
  options: PlayOptions,
): Promise<ScenarioRecord> => {
  const { seed, lab, emit } = options;
  const heading = headingOf(scenario, seed);
  const cluster = await ObservedCluster.open(backend);
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
      const { record, isInterrupted } = await playStep(step, section, stage);
      records.push(record);
      await options.afterStep?.(record, stage);
      emit({ type: 'step-end', scenario: heading, step: record, index: records.length - 1 });
      if (isInterrupted || (stopsAtFailure && record.result === 'failed' && options.isProving !== true))
        return false;
    }
    return true;
  };
  try {
    const isReady = await play('setup', scenario.setup, true);
    const isDone = isReady && (await play('steps', scenario.steps, true));
    for (const load of stage.loads.values()) await load.stop();
    await play('cleanup', scenario.cleanup, false);
    const result =
      !isDone && options.isInterrupted() && !records.some((record) => record.result === 'failed')
        ? 'interrupted'
        : resultOf(records);
    const skipped = records.find((record) => record.skipped !== undefined)?.skipped;
    return {
      name: scenario.name,
      title: scenario.title,
      file: scenario.file,
      line: scenario.position.line,
      labels: { ...scenario.labels },
      lab: lab.name,
      backend: backend.name,
      kubernetes: backend.version.gitVersion,
      seed,
      retries: 0,
      result,
      ...(skipped === undefined || result === 'failed' ? {} : { reason: skipped }),
      durationMs: backend.clock.now() - stage.startMs,
      steps: records,
      replay: replayLine(scenario, seed, backend, lab),
    };
  } finally {
    cluster.close();
  }
};
