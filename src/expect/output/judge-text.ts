/** Judges a text against what it must say. */
import type { Position } from '../../core/index.ts';
import { fillText } from '../captures.ts';
import type { Captures } from '../captures.ts';
import type { FailedLeaf } from '../verdict.ts';
import type { TextAssertion, TextExpectation } from './text-expectation.ts';

export interface TextVerdict {
  leaves: FailedLeaf[];
  /** The two sides of the diff; the same when nothing is wrong. */
  expectedText: string;
  actualText: string;
}

/** Without blanks at the ends of lines and empty lines at the end. */
export const trimLines = (text: string): string => text.replace(/[ \t\r]+$/gm, '').replace(/\n+$/, '');

const excerpt = (text: string): string => {
  const lines = trimLines(text).split('\n');
  const first = lines[0] ?? '';
  if (text.trim() === '') return 'nothing';
  const shown = first.length > 200 ? `${first.slice(0, 199)}…` : first;
  return lines.length > 1 ? `${shown} (and ${lines.length - 1} more lines)` : shown;
};

/** The line that shares the most words with `wanted`, where there are several lines to choose from. */
const nearestLine = (wanted: string, actual: string): string | undefined => {
  const words = new Set(wanted.match(/\w{3,}/g));
  const lines = trimLines(actual).split('\n');
  let best: string | undefined;
  let most = 0;
  for (const line of lines) {
    const shared = new Set(line.match(/\w{3,}/g)?.filter((word) => words.has(word))).size;
    if (shared > most) [best, most] = [line.trim(), shared];
  }
  return lines.length > 1 ? best : undefined;
};

/** `path` says which text it is: "stdout", "body". */
export const judgeText = (
  expectation: TextExpectation,
  actual: string,
  path: string,
  position: Position,
  captures: Captures = {},
): TextVerdict => {
  const leaves: FailedLeaf[] = [];
  const fill = (text: string): string => fillText(text, captures, position);
  const add = (assertion: TextAssertion, expected: string, wanted?: string): void => {
    const nearest = wanted === undefined ? undefined : nearestLine(wanted, actual);
    leaves.push({
      path,
      expected,
      actual: excerpt(actual),
      position: expectation.at?.[assertion] ?? position,
      ...(nearest === undefined ? {} : { hint: `the nearest line is: ${nearest}` }),
    });
  };
  const trimmed = trimLines(actual);
  const isIn = (part: string): boolean => actual.includes(part) || trimmed.includes(trimLines(part));
  const missing = (expectation.contains ?? []).map(fill).filter((part) => !isIn(part));
  const present = (expectation.excludes ?? []).map(fill).filter((part) => actual.includes(part));
  const whole = expectation.is === undefined ? undefined : trimLines(fill(expectation.is));
  const unmatched = expectation.matches?.test(actual) === false ? expectation.matches.source : undefined;
  for (const part of missing) add('contains', `contains ${JSON.stringify(part)}`, part);
  for (const part of present) add('excludes', `does not contain ${JSON.stringify(part)}`);
  if (whole !== undefined && whole !== trimmed) add('is', `is ${excerpt(whole)}`);
  if (unmatched !== undefined) add('matches', `matches /${unmatched}/`, unmatched);
  if (expectation.empty === true && trimmed !== '') add('empty', 'nothing');
  if (leaves.length === 0) return { leaves, expectedText: '', actualText: '' };
  const wanted = whole ?? [...missing, ...(unmatched === undefined ? [] : [`/${unmatched}/`])].join('\n');
  return { leaves, expectedText: wanted, actualText: trimmed };
};
