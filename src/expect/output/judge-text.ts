/** Judges a text against what it must say. */
import type { Position } from '../../core/index.ts';
import { fillText } from '../captures.ts';
import type { Captures } from '../captures.ts';
import type { FailedLeaf } from '../verdict.ts';
import type { TextExpectation } from './text-expectation.ts';

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
  const add = (expected: string, found = excerpt(actual)): number =>
    leaves.push({ path, expected, actual: found, position });
  const trimmed = trimLines(actual);
  const missing = (expectation.contains ?? [])
    .map(fill)
    .filter((part) => !actual.includes(part) && !trimmed.includes(trimLines(part)));
  const present = (expectation.excludes ?? []).map(fill).filter((part) => actual.includes(part));
  const whole = expectation.is === undefined ? undefined : trimLines(fill(expectation.is));
  for (const part of missing) add(`contains ${JSON.stringify(part)}`);
  for (const part of present) add(`does not contain ${JSON.stringify(part)}`);
  if (whole !== undefined && whole !== trimmed) add(`is ${excerpt(whole)}`);
  if (expectation.matches !== undefined && !expectation.matches.test(actual))
    add(`matches /${expectation.matches.source}/`);
  if (expectation.empty === true && trimmed !== '') add('nothing');
  if (leaves.length === 0) return { leaves, expectedText: '', actualText: '' };
  const wanted =
    whole ??
    [
      ...missing,
      ...(expectation.matches === undefined || expectation.matches.test(actual)
        ? []
        : [`/${expectation.matches.source}/`]),
    ].join('\n');
  return { leaves, expectedText: wanted, actualText: trimmed };
};
