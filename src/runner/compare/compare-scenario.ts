/** Plays one scenario on two labs and compares them after every step. */
import type { Backend, Capabilities, CapabilityName } from '../../backends/index.ts';
import type { Scenario, Step } from '../../scenario/index.ts';
import { playScenario } from '../play-scenario.ts';
import type { PlannedScenario } from '../run.ts';
import { takeCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { differencesOf } from './differences.ts';
import type { Difference } from './differences.ts';

export interface ComparedStep {
  name: string;
  /** Why it was played on neither. */
  skipped?: string;
  /** Empty when the labs are equal after it. */
  differences: Difference[];
  durationsMs: [left: number, right: number];
}

export interface ComparedScenario {
  name: string;
  title: string;
  steps: ComparedStep[];
}

export interface CompareOptions {
  seed: number;
  /** What chance decides may fall so on one lab and so on the other: a simulator on the left is tried under so many seeds. */
  seeds: number;
  left(planned: PlannedScenario, seed: number): Promise<Backend>;
  right(planned: PlannedScenario, seed: number): Promise<Backend>;
  isInterrupted(): boolean;
}

/** What already failed on the left is not waited for so long on the right. */
const impatientMs = 10_000;

/** The backend as if it could do only what the other can do as well. */
const limited = (backend: Backend, other: Backend): Backend => ({
  ...backend,
  // Methods of a class would be lost by spreading.
  missing: (capability) =>
    backend.can[capability] === undefined ? backend.missing(capability) : other.missing(capability),
  lastChange: (...object) => backend.lastChange?.(...object),
  close: () => backend.close(),
  can: Object.fromEntries(
    Object.entries(backend.can).filter(([name]) => other.can[name as CapabilityName] !== undefined),
  ) as Capabilities,
});

const withoutPatience = (scenario: Scenario, checkpoints: readonly Checkpoint[]): Scenario => {
  const failed = new Set(checkpoints.filter(({ result }) => result === 'failed').map(({ step }) => step));
  const hurry = (steps: readonly Step[]): Step[] =>
    steps.map((step) =>
      failed.has(step.name) ? { ...step, withinMs: Math.min(step.withinMs, impatientMs) } : step,
    );
  return { ...scenario, setup: hurry(scenario.setup), steps: hurry(scenario.steps) };
};

interface Played {
  checkpoints: Checkpoint[];
  /** Index of the step → why it was skipped. */
  skipped: Map<number, string>;
}

const play = async (
  planned: PlannedScenario,
  scenario: Scenario,
  backend: Backend,
  seed: number,
  options: CompareOptions,
): Promise<Played> => {
  const checkpoints: Checkpoint[] = [];
  const skipped = new Map<number, string>();
  await playScenario(scenario, backend, {
    seed,
    lab: planned.lab,
    emit: () => undefined,
    isInterrupted: options.isInterrupted,
    isProving: true,
    async afterStep(record, stage) {
      if (record.skipped !== undefined) skipped.set(checkpoints.length, record.skipped);
      checkpoints.push(await takeCheckpoint(record, stage, checkpoints.at(-1)));
    },
  });
  return { checkpoints, skipped };
};

const compareSteps = (left: Played, right: Played): ComparedStep[] =>
  left.checkpoints.map((checkpoint, index) => {
    const other = right.checkpoints[index];
    const skipped = left.skipped.get(index);
    return {
      name: checkpoint.step,
      ...(skipped === undefined ? {} : { skipped }),
      differences:
        other === undefined
          ? [{ path: 'step', left: 'played', right: undefined }]
          : differencesOf(checkpoint, other),
      durationsMs: [checkpoint.durationMs, other?.durationMs ?? 0],
    };
  });

const differencesIn = (steps: readonly ComparedStep[]): number =>
  steps.reduce((sum, { differences }) => sum + differences.length, 0);

export const compareScenario = async (
  planned: PlannedScenario,
  options: CompareOptions,
): Promise<ComparedScenario> => {
  const { scenario } = planned;
  const left = await options.left(planned, options.seed);
  try {
    const right = await options.right(planned, options.seed);
    try {
      const first = await play(planned, scenario, limited(left, right), options.seed, options);
      const hurried = withoutPatience(scenario, first.checkpoints);
      const second = await play(planned, hurried, limited(right, left), options.seed, options);
      let best = compareSteps(first, second);
      for (let seed = options.seed + 1; seed < options.seed + options.seeds; seed++) {
        if (left.name !== 'simulator' || differencesIn(best) === 0 || options.isInterrupted()) break;
        const another = await options.left(planned, seed);
        const again = compareSteps(
          await play(planned, scenario, limited(another, right), seed, options),
          second,
        );
        if (differencesIn(again) < differencesIn(best)) best = again;
      }
      return { name: scenario.name, title: scenario.title, steps: best };
    } finally {
      await right.close();
    }
  } finally {
    await left.close();
  }
};

/** Equal checkpoints of all that were compared. */
export const fidelityOf = (compared: readonly ComparedScenario[]): { equal: number; total: number } => {
  const steps = compared.flatMap((scenario) => scenario.steps).filter(({ skipped }) => skipped === undefined);
  return { equal: steps.filter(({ differences }) => differences.length === 0).length, total: steps.length };
};
