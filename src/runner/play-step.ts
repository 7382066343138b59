/** Plays one step and answers its record: skipped, passed with what it captured, or failed and why. */
import { BackendLostError, LabproofError } from '../core/index.ts';
import type { BackendError } from '../core/index.ts';
import type { CompiledExpectation } from '../expect/index.ts';
import { missingCaptures, stepKindOf } from '../scenario/index.ts';
import type { Step, StepAnswer } from '../scenario/index.ts';
import { buildFailure } from './failure.ts';
import { judgeStep } from './judge-step.ts';
import { erroredStep, troubleOf } from './lost-lab.ts';
import type { ActionRecord, StepRecord } from './run-record.ts';
import { act, actionRecord, compileAll } from './stage.ts';
import type { Stage } from './stage.ts';
import { takeCapture } from './take-captures.ts';
import { Watchdog } from './watchdog.ts';
import type { Invariant } from './watchdog.ts';

export interface PlayedStep {
  record: StepRecord;
  isInterrupted: boolean;
  /** The lab broke under the step: nothing more can be asked of it. */
  isLost?: boolean;
}

const evidenceOf = async (step: Step, stage: Stage): Promise<ActionRecord[]> => {
  const records: ActionRecord[] = [];
  for (const part of step.catch)
    records.push(actionRecord(await act(part, stage, stage.backend.clock.now() + part.withinMs)));
  return records;
};

/** Why the step cannot be played here; undefined when it can. */
const reasonToSkip = (step: Step, section: StepRecord['section'], stage: Stage): string | undefined => {
  const { needs } = stepKindOf(step);
  const capability = typeof needs === 'function' ? needs(step.action.argument) : needs;
  if (capability !== undefined && stage.backend.can[capability] === undefined)
    return stage.backend.missing(capability);
  const missing = missingCaptures(step.action.argument, stage.captures);
  if (missing.length > 0)
    return `nothing is captured as ${missing.join(', ')}: the step that captures it was skipped`;
  if (stage.lacking !== undefined && section !== 'cleanup')
    return `it follows the step "${stage.lacking}", which was skipped`;
  return undefined;
};

interface Guarded {
  invariants: Invariant[];
  compiled: CompiledExpectation[];
}

const compileStep = async (step: Step, stage: Stage): Promise<Guarded> => {
  const written = [
    ...step.always.map((expectation) => ({ kind: 'always' as const, expectation })),
    ...step.never.map((expectation) => ({ kind: 'never' as const, expectation })),
  ];
  const guards = await compileAll(
    written.map(({ expectation }) => expectation),
    stage,
    true,
  );
  const compiled = await compileAll(step.expect, stage);
  for (const { from } of step.capture) if (from !== undefined) await stage.cluster.watch(from.resource);
  const invariants = written.map((invariant, index) => ({ ...invariant, compiled: guards[index]! }));
  return { invariants, compiled };
};

const recordOf = (step: Step, section: StepRecord['section'], startedAtMs: number): StepRecord => ({
  name: step.name,
  kind: step.action.kind,
  section,
  position: step.position,
  result: 'passed',
  startedAtMs,
  durationMs: 0,
  expectations:
    step.expect.length +
    step.always.length +
    step.never.length +
    (step.output === undefined ? 0 : 1) +
    (step.fails === undefined ? 0 : 1),
  actions: [],
});

export const playStep = async (
  step: Step,
  section: StepRecord['section'],
  stage: Stage,
): Promise<PlayedStep> => {
  const { backend, startMs } = stage;
  const startedMs = backend.clock.now();
  const record = recordOf(step, section, startedMs - startMs);
  const errored = (error: BackendError): PlayedStep => {
    const nowMs = backend.clock.now();
    const isLost = error instanceof BackendLostError;
    // What was done on a lab that broke says no more than the error does.
    const actions = isLost ? [] : record.actions;
    return {
      record: erroredStep({ ...record, actions, durationMs: nowMs - startedMs }, error, nowMs - startMs),
      isInterrupted: false,
      isLost,
    };
  };
  try {
    const played = await judge(step, record, stage);
    // What goes on in the middle of a step may have hidden that the lab broke.
    const lost = played.record.result === 'failed' ? backend.broken?.() : undefined;
    return lost === undefined ? played : errored(lost);
  } catch (error) {
    const trouble = troubleOf(error, backend);
    if (trouble === undefined) throw error;
    return errored(trouble);
  }
};

/** Plays a step on a lab that is there. */
const judge = async (step: Step, record: StepRecord, stage: Stage): Promise<PlayedStep> => {
  const { clock } = stage.backend;
  const startedMs = clock.now();
  const skipped = reasonToSkip(step, record.section, stage);
  if (skipped !== undefined) {
    if (stepKindOf(step).isReadOnly?.(step.action.argument) !== true) stage.lacking ??= step.name;
    return { isInterrupted: false, record: { ...record, result: 'skipped', skipped } };
  }
  let guarded: Guarded;
  try {
    guarded = await compileStep(step, stage);
  } catch (error) {
    // Only a step that was skipped can have left a capture unbound: the loader has checked the rest.
    if (!(error instanceof LabproofError) || error.code !== 'unbound-capture') throw error;
    return {
      isInterrupted: false,
      record: {
        ...record,
        result: 'skipped',
        skipped: `${error.message}: the step that captures it was skipped`,
      },
    };
  }
  const { invariants, compiled } = guarded;
  const watchdog = new Watchdog(invariants, stage.cluster);
  try {
    const { answer, failure, isInterrupted } = await judgeStep(step, compiled, stage, watchdog);
    record.actions.push(actionRecord(answer));
    if (isInterrupted) record.result = 'interrupted';
    else if (failure !== undefined) {
      record.result = 'failed';
      const evidence = await evidenceOf(step, stage);
      record.failure = await buildFailure(
        failure.message,
        failure.ended,
        failure.parts[0]?.verdict.leaves[0]?.position ?? failure.parts[0]?.position ?? step.position,
        failure.parts,
        failure.atMs,
        { ...stage, evidence },
      );
    } else {
      const blind = watchdog.blind();
      if (blind === undefined) {
        await bind(step, record, answer, stage);
        noteUnjudged(record, compiled, stage);
      } else {
        const message =
          blind.expectation.kind === 'object'
            ? `there never was a ${blind.subject}: "never" watched nothing (is the name right?)`
            : `there never were any ${blind.subject}: "never" watched nothing (is the selector right?)`;
        record.result = 'failed';
        record.failure = await buildFailure(message, 'error', blind.expectation.position, [], clock.now(), {
          ...stage,
          evidence: [],
        });
      }
    }
    return { record: { ...record, durationMs: clock.now() - startedMs }, isInterrupted };
  } catch (error) {
    // What the user can mend (a missing file, a line that no shell would take) fails the step; a defect of ours goes up.
    if (!(error instanceof LabproofError) || error instanceof BackendLostError) throw error;
    const message = error.hint === undefined ? error.message : `${error.message} (${error.hint})`;
    record.failure = await buildFailure(message, 'error', error.position ?? step.position, [], clock.now(), {
      ...stage,
      evidence: [],
    });
    return {
      record: { ...record, result: 'failed', durationMs: clock.now() - startedMs },
      isInterrupted: false,
    };
  } finally {
    watchdog.stop();
  }
};

/** A step that passed without all that it asks having been judged is partial, and says what was left. */
const noteUnjudged = (
  record: StepRecord,
  compiled: readonly CompiledExpectation[],
  { backend }: Stage,
): void => {
  if (record.result !== 'passed' || backend.authorOf !== undefined) return;
  if (!compiled.some(({ needsAuthors }) => needsAuthors === true)) return;
  record.result = 'partial';
  record.skipped = `who made the changes is not judged: ${backend.name} does not tell`;
};

const bind = async (step: Step, record: StepRecord, answer: StepAnswer, stage: Stage): Promise<void> => {
  for (const capture of step.capture) {
    const taken = takeCapture(capture, stage.captures, answer, stage.scenario.namespace, stage.cluster);
    if (taken.ok) {
      stage.captures[capture.name] = taken.value;
      record.captures = { ...record.captures, [capture.name]: taken.value };
      continue;
    }
    record.result = 'failed';
    const context = { ...stage, evidence: [] };
    record.failure = await buildFailure(
      `cannot capture ${capture.name}: ${taken.why}`,
      'error',
      capture.position,
      [],
      stage.backend.clock.now(),
      context,
    );
    return;
  }
};
