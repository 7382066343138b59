/** Runs scenarios: each under each of its seeds, with retries, until done, failed fast or interrupted; answers the run record. */
import type { Backend } from '../backends/index.ts';
import type { Lab } from '../simulator/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { closeLab, openLab, withClosingTrouble } from './lost-lab.ts';
import { headingOf, playScenario, skippedRecord, unopenedRecord } from './play-scenario.ts';
import type { NamedBackend } from './play-scenario.ts';
import type { RunListener } from './run-event.ts';
import { summarizeRun } from './run-record.ts';
import type { RunRecord, ScenarioRecord } from './run-record.ts';

export interface PlannedScenario {
  scenario: Scenario;
  lab: Lab;
}

export interface RunOptions {
  /** Version of labproof, for the record. */
  labproof: string;
  backendName: string;
  /** The first seed; `--seeds N` plays seed … seed+N-1. */
  seed: number;
  /** Absent: as many as each scenario asks for. */
  seeds?: number;
  jobs: number;
  failFast: boolean;
  retries: number;
  emit: RunListener;
  isInterrupted(): boolean;
  /** Makes the lab; rejects with BackendError when it cannot: then that scenario is errored. */
  open(planned: PlannedScenario, seed: number): Promise<Backend>;
  /** Whether the scenario must not be played beside others: it touches the nodes they share. Default: none. */
  isAlone?(planned: PlannedScenario): boolean;
  /** Why the scenario cannot be played on this backend at all (its version, say); undefined when it can. */
  reasonToSkip?(planned: PlannedScenario): string | undefined;
}

/** How the record names a backend that was not opened. */
const unopened = ({ lab }: PlannedScenario, { backendName }: RunOptions): NamedBackend => ({
  name: backendName,
  gitVersion: `v${lab.kubernetes.replace(/^v/, '')}`,
});

const playOnce = async (
  planned: PlannedScenario,
  seed: number,
  options: RunOptions,
): Promise<ScenarioRecord> => {
  const opened = await openLab(options.open(planned, seed));
  if ('trouble' in opened) return unopenedRecord(planned, seed, unopened(planned, options), opened.trouble);
  const backend = opened.lab;
  let record: ScenarioRecord | undefined;
  try {
    record = await playScenario(planned.scenario, backend, {
      seed,
      lab: planned.lab,
      emit: options.emit,
      isInterrupted: options.isInterrupted,
    });
  } finally {
    const trouble = await closeLab(backend);
    if (trouble !== undefined && record !== undefined)
      record = withClosingTrouble(record, planned.scenario, trouble);
  }
  const remarks = backend.remarks?.() ?? [];
  return remarks.length === 0 ? record : { ...record, remarks: [...remarks] };
};

const playWithRetries = async (
  planned: PlannedScenario,
  seed: number,
  options: RunOptions,
): Promise<ScenarioRecord> => {
  for (let retries = 0; ; retries++) {
    const record = await playOnce(planned, seed, options);
    if (
      (record.result !== 'failed' && record.result !== 'errored') ||
      retries >= options.retries ||
      options.isInterrupted()
    )
      return { ...record, retries };
  }
};

interface Task {
  planned: PlannedScenario;
  seed: number;
}

const tasksOf = (planned: readonly PlannedScenario[], options: RunOptions): Task[] =>
  planned.flatMap((one) =>
    Array.from({ length: options.seeds ?? one.scenario.seeds }, (_, index) => ({
      planned: one,
      seed: options.seed + index,
    })),
  );

/** Plays them all. The records stand in the order of the scenarios and seeds, however many are played side by side. */
export const run = async (planned: readonly PlannedScenario[], options: RunOptions): Promise<RunRecord> => {
  const tasks = tasksOf(planned, options);
  const seeds = [...new Set(tasks.map(({ seed }) => seed))];
  options.emit({
    type: 'run-start',
    labproof: options.labproof,
    backend: options.backendName,
    scenarios: planned.length,
    seeds,
  });
  const records: (ScenarioRecord | undefined)[] = tasks.map(() => undefined);
  let hasFailed = false;
  const worker = async (indexes: number[]): Promise<void> => {
    while (indexes.length > 0 && !options.isInterrupted() && !(options.failFast && hasFailed)) {
      const index = indexes.shift()!;
      // The simulator leaves the process no moment of its own: here it hears of Ctrl-C.
      await new Promise((resolve) => setImmediate(resolve));
      const task = tasks[index]!;
      const reason = options.reasonToSkip?.(task.planned);
      if (reason === undefined)
        options.emit({ type: 'scenario-start', scenario: headingOf(task.planned.scenario, task.seed) });
      const record =
        reason === undefined
          ? await playWithRetries(task.planned, task.seed, options)
          : skippedRecord(task.planned, task.seed, unopened(task.planned, options), reason);
      records[index] = record;
      if (record.result === 'failed' || record.result === 'errored') hasFailed = true;
      options.emit({ type: 'scenario-end', scenario: record });
    }
  };
  const isAlone = (index: number): boolean => options.isAlone?.(tasks[index]!.planned) === true;
  const all = [...tasks.keys()];
  const together = options.jobs > 1 ? all.filter((index) => !isAlone(index)) : all;
  const jobs = Math.max(1, Math.min(options.jobs, together.length));
  await Promise.all(Array.from({ length: jobs }, () => worker(together)));
  if (options.jobs > 1) await worker(all.filter(isAlone));
  const scenarios = records.filter((record) => record !== undefined);
  const record: RunRecord = {
    apiVersion: 'labproof.dev/v1alpha1',
    kind: 'RunRecord',
    labproof: options.labproof,
    backend: options.backendName,
    seeds,
    summary: summarizeRun(scenarios),
    scenarios,
  };
  options.emit({ type: 'run-end', record });
  return record;
};
