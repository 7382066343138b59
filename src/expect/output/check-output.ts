/** Checks the patterns inside what a command or request must answer, without an answer. */
import type { Problems, SourceNode } from '../../document/index.ts';
import { compilePattern } from '../patterns/compile-pattern.ts';
import { regexpProblem } from '../patterns/regexp-field.ts';
import type { OutputExpectation } from './output-expectation.ts';
import type { ResponseExpectation } from './response-expectation.ts';

const check = (node: SourceNode | undefined, problems: Problems): void => {
  if (node !== undefined) compilePattern(node, { captures: undefined, problems });
};

export const checkOutput = ({ object, table }: OutputExpectation, problems: Problems): void => {
  check(object, problems);
  for (const { cells } of table?.rows ?? []) {
    for (const cell of cells) {
      const wrong = /^\/.+\/$/.test(cell.text) ? regexpProblem(cell.text.slice(1, -1)) : undefined;
      if (wrong !== undefined) problems.add('bad-regexp', wrong, cell.position);
    }
  }
};

export const checkResponse = (
  { status, failed, succeeded, byPod }: ResponseExpectation,
  problems: Problems,
): void => {
  for (const node of [status, failed, succeeded, byPod?.pods, byPod?.each]) check(node, problems);
};
