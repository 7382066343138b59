/** What is wrong with a step's answer: its exit code or refusal, its output, the responses of its requests. */
import { judgeFailure, judgeLoad, judgeOutput, judgeResponses } from '../expect/index.ts';
import type { Verdict } from '../expect/index.ts';
import type { Step, StepAnswer } from '../scenario/index.ts';
import type { FailedPart } from './failure.ts';

export interface WrongAnswer {
  /** One sentence. */
  message: string;
  part: FailedPart;
}

const wrong = (
  message: string,
  kind: FailedPart['kind'],
  position: FailedPart['position'],
  verdict: Verdict,
): WrongAnswer[] => (verdict.ok ? [] : [{ message, part: { kind, position, verdict } }]);

const responseVerdict = (
  step: Step,
  answer: StepAnswer,
  captures: Readonly<Record<string, unknown>>,
): WrongAnswer[] => {
  const { action } = step;
  if (action.kind === 'request' && action.argument.response !== undefined && answer.answers !== undefined) {
    const { response } = action.argument;
    const verdict = judgeResponses(response, answer.answers, response.position, captures);
    return wrong('the answer is not what is expected', 'output', response.position, verdict);
  }
  if (action.kind === 'load' && action.argument.result !== undefined && answer.load !== undefined) {
    const { result } = action.argument;
    return wrong(
      'what became of the load is not what is expected',
      'output',
      result.position,
      judgeLoad(result, answer.load, result.position, captures),
    );
  }
  return [];
};

/** Whether the step says itself how its requests must end, so that a failed one is no refusal. */
const judgesResponses = ({ action }: Step): boolean =>
  action.kind === 'request' && action.argument.response !== undefined;

/** Everything that is wrong with the answer; empty when nothing is. */
export const checkAnswer = (
  step: Step,
  answer: StepAnswer,
  captures: Readonly<Record<string, unknown>>,
): WrongAnswer[] => {
  const { fails, output, position } = step;
  const failure =
    judgesResponses(step) && fails === undefined
      ? undefined
      : judgeFailure(fails, answer, position, captures);
  const words =
    fails === undefined
      ? `the step was refused with exit code ${answer.exitCode}`
      : 'the step was not refused as expected';
  return [
    ...(failure === undefined
      ? []
      : wrong(words, fails === undefined ? 'action' : 'output', fails?.position ?? position, failure)),
    ...(output === undefined
      ? []
      : wrong(
          'what was printed is not what is expected',
          'output',
          output.position,
          judgeOutput(output, answer, captures),
        )),
    ...responseVerdict(step, answer, captures),
  ];
};
