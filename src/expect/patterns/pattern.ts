/** Pattern: a partial value made ready to be compared with actual ones. */
import type { Position } from '../../core/index.ts';
import type { Problems } from '../../document/index.ts';
import type { Captures } from '../captures.ts';
import type { Candidate, FailedLeaf } from '../verdict.ts';

/** Where the differences between a pattern and a value are gathered. */
export interface Differences {
  leaves: FailedLeaf[];
  nearest?: Candidate;
}

export interface Pattern {
  /** What it asks for, in words: "3", ">= 3", "an object". */
  readonly words: string;
  readonly position: Position;
  /** Whether the actual value (undefined: absent) is as asked for. */
  matches(actual: unknown): boolean;
  /** Adds every difference; called only where matches() is false. */
  explain(actual: unknown, path: string, into: Differences): void;
  /** The actual value cut to what is asserted; undefined when nothing of it is. */
  cut(actual: unknown): unknown;
  /** What a matching value would look like, cut likewise; parts of the actual one that match stay. See expectedSide. */
  model(actual: unknown): unknown;
}

export interface PatternScope {
  /** Undefined while files are only checked: then $(name) matches anything. */
  captures: Captures | undefined;
  problems: Problems;
}

/** A value in words for a reader: texts in quotes only where they could be taken for something else. */
export const wordsOf = (value: unknown): string => {
  if (value === undefined) return 'absent';
  if (typeof value === 'string')
    return value === '' || /^[\s\d"'[{]|^(true|false|null|absent)$|\s$/.test(value)
      ? JSON.stringify(value)
      : value;
  if (typeof value === 'object' && value !== null) {
    const text = JSON.stringify(value);
    return text.length > 120 ? `${text.slice(0, 117)}...` : text;
  }
  return String(value);
};

/** "spec" + "nodeName" → "spec.nodeName"; a key with dots or blanks stands in brackets. */
export const joinPath = (path: string, key: string): string => {
  if (!/^[\w$-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Kubernetes leaves zero values out of its JSON: 0, false, "" and an empty list match a field that is absent. */
export const isOmittedZero = (value: unknown): boolean =>
  value === 0 ||
  value === false ||
  value === '' ||
  value === null ||
  (Array.isArray(value) && value.length === 0);

/** A pattern's side of the diff for a value: the value's own cut where it is right, so that the sides differ only where it is not. */
export const expectedSide = (pattern: Pattern, actual: unknown): unknown =>
  pattern.matches(actual) ? pattern.cut(actual) : pattern.model(actual);

/** A pattern that only knows whether a value is right: one leaf when it is not. */
export const leafPattern = (
  words: string,
  position: Position,
  matches: (actual: unknown) => boolean,
  model?: (actual: unknown) => unknown,
): Pattern => ({
  words,
  position,
  matches,
  explain(actual, path, into) {
    into.leaves.push({ path, expected: words, actual: wordsOf(actual), position });
  },
  cut: (actual) => actual,
  model: (actual) => (matches(actual) ? actual : model === undefined ? words : model(actual)),
});
