/** Proves that a scenario's expectations can fail: each is false before its step, and fails on some mutant of the lab. */
import type { Backend } from '../../backends/index.ts';
import type { Position } from '../../core/index.ts';
import type { Expectation } from '../../expect/index.ts';
import type { Scenario, Step } from '../../scenario/index.ts';
import { stepKindOf } from '../../scenario/index.ts';
import { playScenario } from '../play-scenario.ts';
import type { PlannedScenario } from '../run.ts';
import type { ScenarioRecord } from '../run-record.ts';
import { compileAll } from '../stage.ts';
import { mutants, withoutEvents } from './mutants.ts';
import type { ClusterDefect } from '../../simulator/index.ts';
import type { Mutant } from './mutant.ts';

/** One thing that a scenario asserts. */
export interface Assertion {
  step: string;
  kind: 'expect' | 'always' | 'never' | 'output' | 'fails' | 'response';
  /** "deployment/echo-hname", "stdout". */
  subject: string;
  position: Position;
}

export interface ProvedAssertion extends Assertion {
  /** It held already when its step had not been done, and the step does not say why. */
  heldBefore: boolean;
  /** The first mutant on which it failed; undefined: it failed on none. */
  failedOn?: string;
}

export interface Proof {
  scenario: string;
  file: string;
  /** Whether the scenario passes as it is; without that nothing is proved. */
  passes: boolean;
  mutants: number;
  assertions: ProvedAssertion[];
}

export interface ProveOptions {
  seed: number;
  open(planned: PlannedScenario, seed: number, defect?: ClusterDefect): Promise<Backend>;
  isInterrupted(): boolean;
}

const stepsOf = (scenario: Scenario): Step[] => [...scenario.setup, ...scenario.steps];

const assertionsOf = (step: Step): Assertion[] => {
  const from = (kind: Assertion['kind'], list: readonly Expectation[]): Assertion[] =>
    list.map(({ subject, position }) => ({ step: step.name, kind, subject, position }));
  const { action } = step;
  const response =
    action.kind === 'request'
      ? action.argument.response
      : action.kind === 'load'
        ? action.argument.result
        : undefined;
  return [
    ...from('expect', step.expect),
    ...from('always', step.always),
    ...from('never', step.never),
    ...(step.output === undefined
      ? []
      : [{ step: step.name, kind: 'output' as const, subject: 'output', position: step.output.position }]),
    ...(step.fails === undefined
      ? []
      : [{ step: step.name, kind: 'fails' as const, subject: 'failure', position: step.fails.position }]),
    ...(response === undefined
      ? []
      : [{ step: step.name, kind: 'response' as const, subject: 'response', position: response.position }]),
  ];
};

/** Steps of a shared file stand in several scenarios, and several times in one: the step's number tells them apart. */
const keyOf = (step: number, { file, line, column }: Position): string => `${step} ${file}:${line}:${column}`;

const failedKeys = (record: ScenarioRecord): string[] =>
  record.steps.flatMap(({ failure }, index) =>
    (failure?.expectations ?? []).map(({ position }) => keyOf(index, position)),
  );

/** Plays the scenario as it is and judges each expectation just before its step. */
const playPlain = async (
  planned: PlannedScenario,
  options: ProveOptions,
): Promise<{ record: ScenarioRecord; heldBefore: Set<string> }> => {
  const heldBefore = new Set<string>();
  const backend = await options.open(planned, options.seed);
  let number = 0;
  try {
    const record = await playScenario(planned.scenario, backend, {
      seed: options.seed,
      lab: planned.lab,
      emit: () => undefined,
      isInterrupted: options.isInterrupted,
      beforeStep: async (step, section, stage) => {
        const index = number++;
        if (section === 'cleanup' || step.alreadyTrue !== undefined) return;
        const compiled = await compileAll(step.expect, stage);
        step.expect.forEach(({ position }, at) => {
          if (compiled[at]!.holds(stage.cluster)) heldBefore.add(keyOf(index, position));
        });
      },
    });
    return { record, heldBefore };
  } finally {
    await backend.close();
  }
};

const playMutant = async (
  planned: PlannedScenario,
  mutant: Mutant,
  leaveOut: Step | undefined,
  options: ProveOptions,
): Promise<string[]> => {
  const backend = await options.open(planned, options.seed, mutant.defect);
  try {
    const wrapped = mutant.wrap?.(backend) ?? backend;
    const record = await playScenario(planned.scenario, wrapped, {
      seed: options.seed,
      lab: planned.lab,
      emit: () => undefined,
      isInterrupted: options.isInterrupted,
      isProving: true,
      ...(leaveOut === undefined ? {} : { leaveOut }),
    });
    return failedKeys(record);
  } finally {
    await backend.close();
  }
};

const eventReasons = (scenario: Scenario): string[] => {
  const reasons = new Set<string>();
  for (const step of stepsOf(scenario)) {
    for (const expectation of [...step.expect, ...step.always, ...step.never]) {
      if (expectation.kind !== 'events') continue;
      for (const { reason } of expectation.events)
        if (reason?.kind === 'scalar' && typeof reason.value === 'string') reasons.add(reason.value);
    }
  }
  return [...reasons];
};

const leftOut = (step: Step): Mutant => ({ name: `the step "${step.name}" is left out` });

/** Plays the scenario once as it is and once on each mutant. */
export const proveScenario = async (planned: PlannedScenario, options: ProveOptions): Promise<Proof> => {
  const { scenario } = planned;
  const { record, heldBefore } = await playPlain(planned, options);
  const trials: { mutant: Mutant; leaveOut?: Step }[] = [
    ...stepsOf(scenario)
      .filter((step) => stepKindOf(step).isReadOnly?.(step.action.argument) !== true)
      .map((step) => ({ mutant: leftOut(step), leaveOut: step })),
    ...[...mutants, ...withoutEvents(eventReasons(scenario))].map((mutant) => ({ mutant })),
  ];
  const assertions = stepsOf(scenario).flatMap((step, index) =>
    assertionsOf(step).map((assertion) => ({ key: keyOf(index, assertion.position), assertion })),
  );
  const open = new Set(assertions.map(({ key }) => key));
  const failedOn = new Map<string, string>();
  let played = 0;
  for (const { mutant, leaveOut } of trials) {
    if (open.size === 0 || options.isInterrupted()) break;
    played++;
    for (const key of await playMutant(planned, mutant, leaveOut, options)) {
      if (open.delete(key)) failedOn.set(key, mutant.name);
    }
  }
  return {
    scenario: scenario.name,
    file: scenario.file,
    passes: record.result === 'passed',
    mutants: played,
    assertions: assertions.map(({ key, assertion }) => {
      const on = failedOn.get(key);
      return { ...assertion, heldBefore: heldBefore.has(key), ...(on === undefined ? {} : { failedOn: on }) };
    }),
  };
};

/** Whether the assertion can fail: it did not hold before its step, and failed on a mutant. */
export const isProved = ({ heldBefore, failedOn }: ProvedAssertion): boolean =>
  !heldBefore && failedOn !== undefined;
