/** Plays one step: does what it says, then waits until all it expects holds at one instant; says what failed. */
import { dirname } from 'node:path';
import type { Backend, RunningLoad } from '../backends/index.ts';
import { LabproofError } from '../core/index.ts';
import { compileExpectation, fillCaptures } from '../expect/index.ts';
import type { CompiledExpectation, Expectation } from '../expect/index.ts';
import { runKubectl } from '../kubectl/index.ts';
import { missingCaptures, stepKindOf } from '../scenario/index.ts';
import type { Scenario, Step, StepAnswer, StepContext } from '../scenario/index.ts';
import { awaitExpectations, ExpectationBoard } from './await-expectations.ts';
import type { Awaited } from './await-expectations.ts';
import { checkAnswer } from './check-answer.ts';
import { buildFailure } from './failure.ts';
import type { FailedPart } from './failure.ts';
import type { ObservedCluster } from './observed-cluster.ts';
import type { ActionRecord, Failure, StepRecord } from './run-record.ts';
import { takeCapture } from './take-captures.ts';
import { Watchdog } from './watchdog.ts';
import type { Violation } from './watchdog.ts';
import type { Workstation } from './workstation.ts';

/** What the steps of one playing share. */
export interface Stage {
  scenario: Scenario;
  backend: Backend;
  cluster: ObservedCluster;
  files: Workstation;
  loads: Map<string, RunningLoad>;
  captures: Record<string, unknown>;
  /** When the scenario began, as of the backend's clock. */
  startMs: number;
  isInterrupted(): boolean;
}

export interface PlayedStep {
  record: StepRecord;
  isInterrupted: boolean;
}

/** An answer is asked for again at most this often (of the cluster's time) while it is not yet what is expected. */
const lookAgainMs = 200;

const stepContext = (stage: Stage, deadlineMs: number): StepContext => {
  const { backend, scenario, files } = stage;
  return {
    backend,
    namespace: scenario.namespace,
    folder: dirname(scenario.file),
    cluster: stage.cluster,
    loads: stage.loads,
    files,
    deadlineMs,
    kubectl: (line, stdin) =>
      runKubectl(line, {
        api: backend.api,
        clock: backend.clock,
        files,
        namespace: scenario.namespace,
        version: backend.version,
        can: backend.can,
        missing: (capability) => backend.missing(capability),
        deadlineMs,
        ...(stdin === undefined ? {} : { stdin, isTerminal: true }),
      }),
  };
};

const actionRecord = ({ line, exitCode, stdout, stderr }: StepAnswer): ActionRecord => ({
  line,
  exitCode,
  stdout,
  stderr,
});

/** Does what a step says once. */
export const act = async (step: Step, stage: Stage, deadlineMs: number): Promise<StepAnswer> => {
  const kind = stepKindOf(step);
  return kind.run(fillCaptures(step.action.argument, stage.captures), stepContext(stage, deadlineMs));
};

/** Compiles expectations and sees to it that the cluster is watched for all they look at. */
export const compileAll = async (
  expectations: readonly Expectation[],
  stage: Stage,
): Promise<CompiledExpectation[]> => {
  const compiled = expectations.map((expectation) =>
    compileExpectation(expectation, { captures: stage.captures, namespace: stage.scenario.namespace }),
  );
  for (const { dependsOn } of compiled) for (const name of dependsOn) await stage.cluster.watch(name);
  return compiled;
};

const duration = (ms: number): string => (ms % 60_000 === 0 && ms > 0 ? `${ms / 60_000}m` : `${ms / 1000}s`);

/** The sentence that says how a wait ended without what it waited for. */
const sentence = (awaited: Awaited, step: Step, failed: number, startMs: number): string => {
  const at = `t=${((awaited.atMs - startMs) / 1000).toFixed(1)}s`;
  const what = `${failed} of ${step.expect.length + (step.output === undefined ? 0 : 1)} expectation${step.expect.length === 1 && step.output === undefined ? '' : 's'}`;
  if (awaited.outcome === 'idle') return `${what} cannot come true any more: nothing left to happen at ${at}`;
  if (awaited.outcome === 'not-held')
    return `${what} did not stay true for ${duration(step.holdMs ?? 0)}: broken at ${at}`;
  return `${what} not true within ${duration(step.withinMs)} (${at})`;
};

const violationFailure = (violation: Violation, startMs: number): { message: string; part: FailedPart } => {
  const { invariant, verdict, atMs } = violation;
  const at = `t=${((atMs - startMs) / 1000).toFixed(1)}s`;
  return {
    message:
      invariant.kind === 'never'
        ? `what must never be so was so at ${at}`
        : `what must always be so was not at ${at}`,
    part: { kind: invariant.kind, position: invariant.expectation.position, verdict },
  };
};

interface Judged {
  failure?: { message: string; ended: Failure['ended']; parts: FailedPart[]; atMs: number };
  answer: StepAnswer;
  isInterrupted: boolean;
}

/** Does the step, then waits for its expectations; a step that only looks is done again until its answer is right too. */
const judge = async (
  step: Step,
  compiled: readonly CompiledExpectation[],
  stage: Stage,
  watchdog: Watchdog,
): Promise<Judged> => {
  const { clock } = stage.backend;
  const startedMs = clock.now();
  let answer = await act(step, stage, startedMs + step.withinMs);
  const deadlineMs = clock.now() + step.withinMs;
  const board = new ExpectationBoard(compiled, stage.cluster);
  const mayLookAgain = stepKindOf(step).isReadOnly?.(step.action.argument) === true;
  try {
    for (;;) {
      let wrong = checkAnswer(step, answer, stage.captures);
      if (watchdog.violation === undefined && wrong.length > 0 && !mayLookAgain) {
        return {
          answer,
          isInterrupted: false,
          failure: {
            message: wrong[0]!.message,
            ended: 'action',
            parts: wrong.map(({ part }) => part),
            atMs: clock.now(),
          },
        };
      }
      const awaited = await awaitExpectations(board, clock, {
        deadlineMs,
        holdMs: wrong.length === 0 ? step.holdMs : undefined,
        isViolated: () => watchdog.violation !== undefined,
        isInterrupted: () => stage.isInterrupted(),
      });
      if (awaited.outcome === 'interrupted') return { answer, isInterrupted: true };
      if (watchdog.violation !== undefined) {
        const { message, part } = violationFailure(watchdog.violation, stage.startMs);
        return {
          answer,
          isInterrupted: false,
          failure: { message, ended: 'violated', parts: [part], atMs: watchdog.violation.atMs },
        };
      }
      if (awaited.outcome === 'met' && wrong.length === 0) return { answer, isInterrupted: false };
      if (awaited.outcome === 'met' && mayLookAgain) {
        const again = await lookAgain(step, stage, deadlineMs);
        answer = again.answer;
        wrong = checkAnswer(step, answer, stage.captures);
        if (again.outcome === 'changed' || (wrong.length === 0 && board.allHold())) continue;
        awaited.outcome = again.outcome;
        awaited.atMs = clock.now();
      }
      const parts = step.expect.flatMap((expectation, index): FailedPart[] => {
        const verdict = compiled[index]!.explain(stage.cluster);
        return verdict.ok
          ? []
          : [
              {
                kind: awaited.outcome === 'not-held' ? 'hold' : 'expect',
                position: expectation.position,
                verdict,
              },
            ];
      });
      parts.push(...wrong.map(({ part }) => part));
      return {
        answer,
        isInterrupted: false,
        failure: {
          message: sentence(awaited, step, parts.length, stage.startMs),
          ended: awaited.outcome === 'idle' ? 'idle' : 'deadline',
          parts,
          atMs: awaited.atMs,
        },
      };
    }
  } finally {
    board.stop();
  }
};

/** Lets the cluster go on a little and looks again. 'changed': there is time left; else why the last look was the last. */
const lookAgain = async (
  step: Step,
  stage: Stage,
  deadlineMs: number,
): Promise<{ answer: StepAnswer; outcome: 'changed' | 'deadline' | 'idle' }> => {
  const { clock } = stage.backend;
  const outcome = await clock.waitUntil(
    () => stage.isInterrupted(),
    Math.min(deadlineMs, clock.now() + lookAgainMs),
  );
  const answer = await act(step, stage, deadlineMs);
  if (outcome === 'idle') return { answer, outcome };
  return { answer, outcome: clock.now() >= deadlineMs ? 'deadline' : 'changed' };
};

const evidenceOf = async (step: Step, stage: Stage): Promise<ActionRecord[]> => {
  const records: ActionRecord[] = [];
  for (const part of step.catch)
    records.push(actionRecord(await act(part, stage, stage.backend.clock.now() + part.withinMs)));
  return records;
};

/** Why the step cannot be played here; undefined when it can. */
const reasonToSkip = (step: Step, stage: Stage): string | undefined => {
  const { needs } = stepKindOf(step);
  const capability = typeof needs === 'function' ? needs(step.action.argument) : needs;
  if (capability !== undefined && stage.backend.can[capability] === undefined)
    return stage.backend.missing(capability);
  const missing = missingCaptures(step.action.argument, stage.captures);
  if (missing.length > 0)
    return `nothing is captured as ${missing.join(', ')}: the step that captures it was skipped`;
  return undefined;
};

export const playStep = async (
  step: Step,
  section: StepRecord['section'],
  stage: Stage,
): Promise<PlayedStep> => {
  const { clock } = stage.backend;
  const startedMs = clock.now();
  const record: StepRecord = {
    name: step.name,
    kind: step.action.kind,
    section,
    position: step.position,
    result: 'passed',
    startedAtMs: startedMs - stage.startMs,
    durationMs: 0,
    expectations:
      step.expect.length +
      step.always.length +
      step.never.length +
      (step.output === undefined ? 0 : 1) +
      (step.fails === undefined ? 0 : 1),
    actions: [],
  };
  const skipped = reasonToSkip(step, stage);
  if (skipped !== undefined)
    return { isInterrupted: false, record: { ...record, result: 'skipped', skipped } };
  const written = [
    ...step.always.map((expectation) => ({ kind: 'always' as const, expectation })),
    ...step.never.map((expectation) => ({ kind: 'never' as const, expectation })),
  ];
  const guards = await compileAll(
    written.map(({ expectation }) => expectation),
    stage,
  );
  const compiled = await compileAll(step.expect, stage);
  for (const { from } of step.capture) if (from !== undefined) await stage.cluster.watch(from.resource);
  const invariants = written.map((invariant, index) => ({ ...invariant, compiled: guards[index]! }));
  const watchdog = new Watchdog(invariants, stage.cluster);
  try {
    const { answer, failure, isInterrupted } = await judge(step, compiled, stage, watchdog);
    record.actions.push(actionRecord(answer));
    if (isInterrupted) record.result = 'interrupted';
    else if (failure !== undefined) {
      record.result = 'failed';
      const evidence = await evidenceOf(step, stage);
      record.failure = await buildFailure(
        failure.message,
        failure.ended,
        failure.parts[0]?.position ?? step.position,
        failure.parts,
        failure.atMs,
        { ...stage, evidence },
      );
    } else await bind(step, record, answer, stage);
    return { record: { ...record, durationMs: clock.now() - startedMs }, isInterrupted };
  } catch (error) {
    // What the user can mend (a missing file, a line that no shell would take) fails the step; a defect of ours goes up.
    if (!(error instanceof LabproofError)) throw error;
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
