/** Judges one step: does it, then waits until all it expects holds at one instant, and says what did not. */
import type { CompiledExpectation } from '../expect/index.ts';
import { stepKindOf } from '../scenario/index.ts';
import type { Step, StepAnswer } from '../scenario/index.ts';
import { awaitExpectations, ExpectationBoard } from './await-expectations.ts';
import type { Awaited } from './await-expectations.ts';
import { checkAnswer } from './check-answer.ts';
import type { FailedPart } from './failure.ts';
import type { Failure } from './run-record.ts';
import { act } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Violation, Watchdog } from './watchdog.ts';

/** An answer is asked for again at most this often (of the cluster's time) while it is not yet what is expected. */
const lookAgainMs = 200;

const duration = (ms: number): string => (ms % 60_000 === 0 && ms > 0 ? `${ms / 60_000}m` : `${ms / 1000}s`);

/** The sentence that says how a wait ended without what it waited for. */
const sentence = (awaited: Awaited, step: Step, failed: number, startMs: number): string => {
  const at = `t=${((awaited.atMs - startMs) / 1000).toFixed(1)}s`;
  const answers = [step.output, step.fails].filter((part) => part !== undefined).length;
  const total = Math.max(failed, step.expect.length + answers);
  const what = total === 1 ? 'the expectation' : `${failed} of ${total} expectations`;
  if (awaited.outcome === 'idle') return `${what} cannot come true any more: nothing left to happen at ${at}`;
  if (awaited.outcome === 'not-held')
    return `${what} did not stay true for ${duration(step.holdMs ?? 0)}: broken at ${at}`;
  return `${what} ${failed === 1 ? 'is' : 'are'} not true within ${duration(step.withinMs)}, at ${at}`;
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

/** Two answers that are nothing but text, and the same. */
const sayTheSame = (a: StepAnswer, b: StepAnswer): boolean =>
  a.answers === undefined &&
  b.answers === undefined &&
  a.load === undefined &&
  b.load === undefined &&
  a.exitCode === b.exitCode &&
  a.reason === b.reason &&
  a.stdout === b.stdout &&
  a.stderr === b.stderr;

export interface Judged {
  failure?: { message: string; ended: Failure['ended']; parts: FailedPart[]; atMs: number };
  answer: StepAnswer;
  isInterrupted: boolean;
}

/** Does the step, then waits for its expectations; a step that only looks is done again until its answer is right too. */
export const judgeStep = async (
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
    let wrong = checkAnswer(step, answer, stage.captures);
    for (;;) {
      if (watchdog.violation === undefined && wrong.length > 0 && !mayLookAgain && !stage.isProving) {
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
      if (awaited.outcome === 'met' && mayLookAgain && step !== stage.leaveOut) {
        const again = await lookAgain(step, stage, deadlineMs);
        // What is the same to the letter is judged the same.
        const isSame = sayTheSame(answer, again.answer);
        answer = again.answer;
        if (!isSame) wrong = checkAnswer(step, answer, stage.captures);
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
