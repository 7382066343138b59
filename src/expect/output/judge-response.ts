/** Judges the answers to HTTP requests. */
import type { HttpAnswer, HttpFailure } from '../../backends/index.ts';
import type { Position } from '../../core/index.ts';
import { Problems } from '../../document/index.ts';
import type { SourceNode } from '../../document/index.ts';
import type { Captures } from '../captures.ts';
import { failed, passed } from '../judging/verdict-text.ts';
import { compilePattern } from '../patterns/compile-pattern.ts';
import type { FailedLeaf, Verdict } from '../verdict.ts';
import { judgeText } from './judge-text.ts';
import type { ResponseExpectation } from './response-expectation.ts';

/** Numbers about many requests, as a load that has stopped gives them. */
export interface ResponseCounts {
  sent: number;
  succeeded: number;
  failed: number;
  /** Answers by pod, "namespace/name". */
  byPod: Readonly<Record<string, number>>;
}

const isFailure = (answer: HttpAnswer | HttpFailure): answer is HttpFailure => 'error' in answer;

/** Adds the answers up. An answer with a status of 400 or more has not succeeded; only a request without an answer has failed. */
export const countResponses = (answers: readonly (HttpAnswer | HttpFailure)[]): ResponseCounts => {
  const byPod: Record<string, number> = {};
  let succeeded = 0;
  for (const answer of answers) {
    if (isFailure(answer)) continue;
    if (answer.status < 400) succeeded++;
    if (answer.pod !== undefined) byPod[answer.pod] = (byPod[answer.pod] ?? 0) + 1;
  }
  return { sent: answers.length, succeeded, failed: answers.filter(isFailure).length, byPod };
};

const headerOf = (answer: HttpAnswer, name: string): string | undefined =>
  Object.entries(answer.headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

class ResponseJudge {
  readonly leaves: FailedLeaf[] = [];
  readonly expected: Record<string, unknown> = {};
  readonly actual: Record<string, unknown> = {};
  readonly #position: Position;
  readonly #captures: Captures;

  constructor(position: Position, captures: Captures) {
    this.#position = position;
    this.#captures = captures;
  }

  number(path: string, wanted: SourceNode | undefined, actual: number): void {
    if (wanted === undefined) return;
    const pattern = compilePattern(wanted, { captures: this.#captures, problems: new Problems() });
    if (pattern.matches(actual)) return;
    this.#add(path, pattern.words, String(actual), pattern.position, pattern.model(actual), actual);
  }

  text(path: string, wanted: Parameters<typeof judgeText>[0], actual: string): void {
    const { leaves, expectedText, actualText } = judgeText(
      wanted,
      actual,
      path,
      this.#position,
      this.#captures,
    );
    this.leaves.push(...leaves);
    if (leaves.length === 0) return;
    this.expected[path] = expectedText;
    this.actual[path] = actualText;
  }

  fact(path: string, expected: string, actual: string): void {
    if (expected !== actual) this.#add(path, expected, actual, this.#position, expected, actual);
  }

  #add(
    path: string,
    expected: string,
    actual: string,
    position: Position,
    model: unknown,
    found: unknown,
  ): void {
    this.leaves.push({ path, expected, actual, position });
    this.expected[path] = model;
    this.actual[path] = found;
  }

  verdict(): Verdict {
    return this.leaves.length === 0
      ? passed('response')
      : failed('response', this.leaves, { expected: this.expected, actual: this.actual });
  }
}

const judgeCounts = (
  judge: ResponseJudge,
  expectation: ResponseExpectation | undefined,
  counts: ResponseCounts,
): void => {
  judge.number('succeeded', expectation?.succeeded, counts.succeeded);
  judge.number('failed', expectation?.failed, counts.failed);
  judge.number('byPod.pods', expectation?.byPod?.pods, Object.keys(counts.byPod).length);
  for (const [pod, count] of Object.entries(counts.byPod))
    judge.number(`byPod[${pod}]`, expectation?.byPod?.each, count);
  if (expectation?.byPod?.each !== undefined)
    judge.fact(
      'byPod',
      'answers of known pods',
      Object.keys(counts.byPod).length === 0 ? 'none' : 'answers of known pods',
    );
};

const judgeAnswer = (
  judge: ResponseJudge,
  expectation: ResponseExpectation | undefined,
  answer: HttpAnswer,
  path: string,
): void => {
  if (expectation?.status !== undefined) judge.number(`${path}status`, expectation.status, answer.status);
  else if (expectation === undefined && answer.status >= 400)
    judge.fact(`${path}status`, 'below 400', String(answer.status));
  if (expectation?.body !== undefined) judge.text(`${path}body`, expectation.body, answer.body);
  for (const [name, wanted] of Object.entries(expectation?.headers ?? {})) {
    const actual = headerOf(answer, name);
    if (actual === undefined) judge.fact(`${path}headers.${name}`, 'present', 'absent');
    else judge.text(`${path}headers.${name}`, wanted, actual);
  }
};

/** Judges answers; without an expectation every request must be answered with a status below 400. At most five answers are told of. */
export const judgeResponses = (
  expectation: ResponseExpectation | undefined,
  answers: readonly (HttpAnswer | HttpFailure)[],
  position: Position,
  captures: Captures = {},
): Verdict => {
  const judge = new ResponseJudge(expectation?.position ?? position, captures);
  judgeCounts(judge, expectation, countResponses(answers));
  answers.forEach((answer, index) => {
    if (judge.leaves.length > 5) return;
    const path = answers.length === 1 ? '' : `answer ${index + 1} `;
    if (expectation?.error !== undefined)
      judge.fact(
        `${path}error`,
        expectation.error,
        isFailure(answer) ? answer.error : `an answer with status ${answer.status}`,
      );
    else if (isFailure(answer)) {
      if (expectation?.failed === undefined && expectation?.succeeded === undefined)
        judge.fact(`${path}answer`, 'an answer', `${answer.error}: ${answer.message}`);
    } else judgeAnswer(judge, expectation, answer, path);
  });
  return judge.verdict();
};

/** Judges a load that has stopped: its numbers only. */
export const judgeLoad = (
  expectation: ResponseExpectation | undefined,
  counts: ResponseCounts,
  position: Position,
  captures: Captures = {},
): Verdict => {
  const judge = new ResponseJudge(expectation?.position ?? position, captures);
  judgeCounts(judge, expectation, counts);
  const saysFailed = expectation?.failed ?? expectation?.succeeded;
  if (expectation !== undefined && saysFailed === undefined) judge.fact('failed', '0', String(counts.failed));
  return judge.verdict();
};
