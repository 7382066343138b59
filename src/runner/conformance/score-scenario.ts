/** Plays a scenario on somebody's simulator and scores every step of it, whatever happens to the simulator. */
import type { Backend, CapabilityName } from '../../backends/index.ts';
import { stepKindOf } from '../../scenario/index.ts';
import type { Step } from '../../scenario/index.ts';
import { closeLab, labTrouble, labTroubleOf, openLab } from '../lost-lab.ts';
import type { LabTrouble } from '../lost-lab.ts';
import { playScenario } from '../play-scenario.ts';
import type { PlayOptions } from '../play-scenario.ts';
import type { StepRecord } from '../run-record.ts';
import type { PlannedScenario } from '../run.ts';
import { noCounts } from './conformance-record.ts';
import type { Asked, Counts, ScoredScenario, ScoredStep, StepScore } from './conformance-record.ts';

export interface ScoreOptions extends Pick<PlayOptions, 'seed' | 'emit' | 'isInterrupted'> {
  /** Goes on after a failed step. */
  keepsGoing: boolean;
  open(planned: PlannedScenario, seed: number): Promise<Backend>;
}

const askedBy = (capability: CapabilityName | undefined): Asked => {
  if (capability === undefined) return 'api';
  return capability === 'addNode' || capability === 'removeNode' ? 'nodes' : capability;
};

const asksOf = (step: Step): Asked => {
  const { needs } = stepKindOf(step);
  return askedBy(typeof needs === 'function' ? needs(step.action.argument) : needs);
};

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').trim();

/** What failed first, in one line. */
const reasonOf = ({ failure, skipped, actions }: StepRecord): string | undefined => {
  if (failure === undefined) return skipped;
  const [expectation] = failure.expectations;
  const leaf = expectation?.verdict.leaves[0];
  if (expectation === undefined || leaf === undefined) return oneLine(failure.message);
  const said = expectation.kind === 'action' ? actions.at(-1)?.stderr : undefined;
  if (said !== undefined && said.trim() !== '') return oneLine(said);
  const { subject } = expectation.verdict;
  const path = subject === leaf.path ? subject : `${subject} ${leaf.path}`;
  return oneLine(`${path}: expected ${leaf.expected}, found ${leaf.actual}`);
};

/** Of a step that failed: what it expected and what of that did not come true; nothing did when its action failed. */
const judged = (step: StepRecord): Counts => {
  const { failure, expectations } = step;
  if (failure === undefined) return { ...noCounts(), passed: expectations };
  const isWhole = failure.ended === 'action' || failure.ended === 'error';
  const failed = isWhole ? expectations : Math.min(expectations, failure.expectations.length);
  return { ...noCounts(), passed: expectations - failed, failed };
};

const expectationsOf = (step: Step): number =>
  step.expect.length +
  step.always.length +
  step.never.length +
  (step.output === undefined ? 0 : 1) +
  (step.fails === undefined ? 0 : 1);

const scoredStep = (step: Step, record: StepRecord | undefined): ScoredStep => {
  const result: StepScore =
    record === undefined || record.result === 'interrupted'
      ? 'unreached'
      : record.result === 'passed' || record.result === 'skipped'
        ? record.result
        : 'failed';
  const reason = record === undefined ? undefined : reasonOf(record);
  return {
    name: step.name,
    asks: asksOf(step),
    position: step.position,
    result,
    ...(reason === undefined ? {} : { reason }),
    expectations:
      record !== undefined && (result === 'passed' || result === 'failed')
        ? judged(record)
        : { ...noCounts(), [result]: expectationsOf(step) },
  };
};

const resultOf = (steps: readonly ScoredStep[]): ScoredScenario['result'] => {
  const has = (result: StepScore): boolean => steps.some((step) => step.result === result);
  if (has('failed') || has('unreached')) return 'failed';
  if (!has('skipped')) return 'passed';
  return has('passed') ? 'partial' : 'skipped';
};

/** With the last words of the lab. */
const crashText = (trouble: LabTrouble | undefined): string | undefined =>
  trouble === undefined
    ? undefined
    : [trouble.message, ...trouble.evidence.map(({ stderr }) => stderr)].join('; ');

export const scoreScenario = async (
  planned: PlannedScenario,
  options: ScoreOptions,
): Promise<ScoredScenario> => {
  const { scenario, lab } = planned;
  let records: readonly StepRecord[] = [];
  let crash: string | undefined;
  const opened = await openLab(options.open(planned, options.seed));
  if ('trouble' in opened) crash = crashText(labTroubleOf('', 'opening', opened.trouble));
  else {
    try {
      const record = await playScenario(scenario, opened.lab, {
        ...options,
        lab,
        isProving: options.keepsGoing,
      });
      records = record.steps;
      crash = crashText(labTrouble(opened.lab.name, records));
    } finally {
      const trouble = await closeLab(opened.lab);
      if (trouble !== undefined) crash ??= crashText(labTroubleOf('', 'closing', trouble));
    }
  }
  // A scenario leaves out the rest of its steps when one fails, but cleans up.
  const recordOf = (step: Step): StepRecord | undefined =>
    records.find(
      ({ position, name }) =>
        name === step.name && position.line === step.position.line && position.file === step.position.file,
    );
  const steps = [...scenario.setup, ...scenario.steps, ...scenario.cleanup].map((step) =>
    scoredStep(step, recordOf(step)),
  );
  return {
    name: scenario.name,
    title: scenario.title,
    file: scenario.file,
    line: scenario.position.line,
    labels: { ...scenario.labels },
    result: crash === undefined ? resultOf(steps) : 'crashed',
    ...(crash === undefined ? {} : { reason: oneLine(crash) }),
    steps,
  };
};
