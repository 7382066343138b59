/** Compares two labs after every step of a scenario: each is played on, or was and is recorded. */
import type { Backend, Capabilities, CapabilityName } from '../../backends/index.ts';
import type { Scenario, Step } from '../../scenario/index.ts';
import type { BackendError } from '../../core/index.ts';
import { closeLab, labTrouble, labTroubleOf, openLab } from '../lost-lab.ts';
import type { LabTrouble } from '../lost-lab.ts';
import { playScenario } from '../play-scenario.ts';
import type { PlannedScenario } from '../run.ts';
import { checkpointOf, takeState } from './checkpoint.ts';
import type { Checkpoint, RestingState } from './checkpoint.ts';
import { differencesOf } from './differences.ts';
import type { Difference } from './differences.ts';
import { stateOf } from './recording.ts';
import type { RecordedScenario } from './recording.ts';

export interface ComparedStep {
  name: string;
  /** Why it was not played on both. */
  skipped?: string;
  /** Empty when the labs are equal after it. */
  differences: Difference[];
  durationsMs: [left: number, right: number];
}

export interface ComparedScenario {
  name: string;
  title: string;
  /** Why it could not be compared. */
  skipped?: string;
  /** A lab broke: how, and in which step. */
  errors?: LabTrouble[];
  steps: ComparedStep[];
}

/** A lab to play on, or what was played before. */
export type ComparedLab = Backend | RecordedScenario;

export interface CompareOptions {
  seed: number;
  /** What chance decides may fall so on one lab and so on the other: a simulator on the left is tried under so many seeds. */
  seeds: number;
  left(planned: PlannedScenario, seed: number): Promise<ComparedLab>;
  right(planned: PlannedScenario, seed: number): Promise<ComparedLab>;
  isInterrupted(): boolean;
}

/** What already failed on the left is not waited for so long on the right; a drain that is to be refused, and is not, takes ten seconds. */
const impatientMs = 30_000;

const isRecorded = (lab: ComparedLab): lab is RecordedScenario => 'recording' in lab;

const canDo = (lab: ComparedLab, capability: CapabilityName): boolean =>
  isRecorded(lab) ? lab.recording.can.includes(capability) : lab.can[capability] !== undefined;

const whyMissing = (lab: ComparedLab, capability: CapabilityName): string =>
  isRecorded(lab) ? `the recorded ${lab.backend} could not do this: ${capability}` : lab.missing(capability);

/** The backend as if it could do only what the other can do as well. */
const limited = (backend: Backend, other: ComparedLab): Backend => ({
  ...backend,
  // Methods of a class would be lost by spreading.
  missing: (capability) =>
    backend.can[capability] === undefined ? backend.missing(capability) : whyMissing(other, capability),
  lastChange: (...object) => backend.lastChange?.(...object),
  close: () => backend.close(),
  can: Object.fromEntries(
    Object.entries(backend.can).filter(([name]) => canDo(other, name as CapabilityName)),
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
  error?: LabTrouble;
}

const recall = ({ steps, recording }: RecordedScenario): Played => ({
  checkpoints: steps.map((step) => checkpointOf(step, stateOf(step.checkpoint!, recording), recording)),
  skipped: new Map(
    steps.flatMap(({ result, skipped }, index) =>
      result === 'skipped' ? [[index, skipped ?? 'skipped'] as const] : [],
    ),
  ),
});

const play = async (
  { lab }: PlannedScenario,
  scenario: Scenario,
  backend: Backend,
  seed: number,
  { isInterrupted }: CompareOptions,
): Promise<Played> => {
  const checkpoints: Checkpoint[] = [];
  const skipped = new Map<number, string>();
  let last: RestingState | undefined;
  const { steps } = await playScenario(scenario, backend, {
    seed,
    lab,
    emit: () => undefined,
    isInterrupted,
    isProving: true,
    async afterStep(record, stage) {
      if (record.result === 'skipped') skipped.set(checkpoints.length, record.skipped ?? 'skipped');
      last = await takeState(stage, last);
      checkpoints.push(
        checkpointOf(record, last.state, { namespace: scenario.namespace, startMs: stage.startMs }),
      );
    },
  });
  const error = labTrouble(backend.name, steps);
  return { checkpoints, skipped, ...(error === undefined ? {} : { error }) };
};

/** The step in which a lab broke is a difference; what stands behind it was not played there. */
const compareSteps = (left: Played, right: Played, names: readonly string[]): ComparedStep[] => {
  const broken = left.error ?? right.error;
  const played = Math.max(left.checkpoints.length, right.checkpoints.length);
  const compared =
    broken === undefined ? played : Math.min(left.checkpoints.length, right.checkpoints.length) + 1;
  return Array.from({ length: Math.max(played, Math.min(compared, names.length)) }, (_, index) => {
    const [one, other] = [left.checkpoints[index], right.checkpoints[index]];
    const skipped =
      left.skipped.get(index) ??
      right.skipped.get(index) ??
      (index >= compared ? 'not reached: a lab broke before' : undefined);
    return {
      name: one?.step ?? other?.step ?? names[index] ?? '',
      ...(skipped === undefined ? {} : { skipped }),
      differences:
        one === undefined || other === undefined
          ? [{ path: 'step', left: one && 'played', right: other && 'played' }]
          : differencesOf(one, other),
      durationsMs: [one?.durationMs ?? 0, other?.durationMs ?? 0],
    };
  });
};

const differencesIn = (steps: readonly ComparedStep[]): number =>
  steps.reduce((sum, { differences }) => sum + differences.length, 0);

/** Why a recording is not of this scenario as it is now; undefined when it is. */
const outdated = ({ setup, steps, cleanup }: Scenario, lab: ComparedLab): string | undefined => {
  if (!isRecorded(lab)) return undefined;
  const written = [...setup, ...steps, ...cleanup].map(({ name }) => name);
  const recorded = lab.steps.map(({ name }) => name);
  return written.join('\n') === recorded.join('\n')
    ? undefined
    : 'the scenario has other steps than when it was recorded: record it again';
};

/** What the lab has and this place has not. */
const unfit = (lab: ComparedLab): string | undefined =>
  isRecorded(lab) || lab.lacks === undefined || lab.lacks.length === 0 ? undefined : lab.lacks.join('; ');

const close = async (lab: ComparedLab): Promise<LabTrouble[]> => {
  const trouble = isRecorded(lab) ? undefined : await closeLab(lab);
  return trouble === undefined ? [] : [labTroubleOf((lab as Backend).name, 'closing', trouble)];
};

const comparePlayed = async (
  planned: PlannedScenario,
  left: ComparedLab,
  right: ComparedLab,
  options: CompareOptions,
): Promise<Omit<ComparedScenario, 'name' | 'title'>> => {
  const { scenario } = planned;
  const skipped = outdated(scenario, left) ?? outdated(scenario, right) ?? unfit(left) ?? unfit(right);
  if (skipped !== undefined) return { skipped, steps: [] };
  const playOn = (lab: ComparedLab, other: ComparedLab, how: Scenario, seed: number): Promise<Played> =>
    isRecorded(lab) ? Promise.resolve(recall(lab)) : play(planned, how, limited(lab, other), seed, options);
  const names = [...scenario.setup, ...scenario.steps, ...scenario.cleanup].map(({ name }) => name);
  const first = await playOn(left, right, scenario, options.seed);
  const second = await playOn(right, left, withoutPatience(scenario, first.checkpoints), options.seed);
  let best = compareSteps(first, second, names);
  for (let seed = options.seed + 1; seed < options.seed + options.seeds; seed++) {
    if (isRecorded(left) || left.name !== 'simulator') break;
    if (differencesIn(best) === 0 || options.isInterrupted()) break;
    const another = (await options.left(planned, seed)) as Backend;
    const again = compareSteps(await playOn(another, right, scenario, seed), second, names);
    if (differencesIn(again) < differencesIn(best)) best = again;
  }
  const errors = [first, second].flatMap(({ error }) => (error === undefined ? [] : [error]));
  return { ...(errors.length === 0 ? {} : { errors }), steps: best };
};

export const compareScenario = async (
  planned: PlannedScenario,
  options: CompareOptions,
): Promise<ComparedScenario> => {
  const { scenario } = planned;
  const heading = { name: scenario.name, title: scenario.title };
  const unopened = (trouble: BackendError): ComparedScenario => ({
    ...heading,
    errors: [labTroubleOf('', 'opening', trouble)],
    steps: [],
  });
  const left = await openLab(options.left(planned, options.seed));
  if ('trouble' in left) return unopened(left.trouble);
  const errors: LabTrouble[] = [];
  let compared: ComparedScenario;
  try {
    const right = await openLab(options.right(planned, options.seed));
    if ('trouble' in right) compared = unopened(right.trouble);
    else {
      try {
        compared = { ...heading, ...(await comparePlayed(planned, left.lab, right.lab, options)) };
      } finally {
        errors.push(...(await close(right.lab)));
      }
    }
  } finally {
    errors.push(...(await close(left.lab)));
  }
  return errors.length === 0 ? compared : { ...compared, errors: [...(compared.errors ?? []), ...errors] };
};

/** Equal checkpoints of all that were compared. */
export const fidelityOf = (compared: readonly ComparedScenario[]): { equal: number; total: number } => {
  const steps = compared.flatMap((scenario) => scenario.steps).filter(({ skipped }) => skipped === undefined);
  return { equal: steps.filter(({ differences }) => differences.length === 0).length, total: steps.length };
};
