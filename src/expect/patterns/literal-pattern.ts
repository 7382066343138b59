/** The pattern of a plain scalar, and of a value that must be equal in full. */
import type { Position } from '../../core/index.ts';
import { deepEqual } from '../../kube/index.ts';
import { isOmittedZero, leafPattern, wordsOf } from './pattern.ts';
import type { Pattern } from './pattern.ts';

/** The very value; 0, false, "" and null also match a field that is absent. */
export const literalPattern = (value: unknown, position: Position): Pattern => {
  const canBeAbsent = isOmittedZero(value);
  const isScalar = typeof value !== 'object' || value === null;
  const base = leafPattern(
    wordsOf(value),
    position,
    (actual) =>
      actual === value || (canBeAbsent && actual === undefined) || (!isScalar && deepEqual(value, actual)),
    () => value,
  );
  return {
    ...base,
    explain(actual, path, into) {
      const isSameText =
        actual !== undefined && typeof actual !== typeof value && String(actual) === String(value);
      const hint = isSameText
        ? `the cluster has the ${typeof actual === 'string' ? 'text' : typeof actual} ${wordsOf(actual)}; write it so`
        : undefined;
      into.leaves.push({
        path,
        expected: base.words,
        actual: wordsOf(actual),
        position,
        ...(hint === undefined ? {} : { hint }),
      });
    },
  };
};

/** Matches anything: what stands for a capture while files are only checked. */
export const anyPattern = (position: Position): Pattern => leafPattern('anything', position, () => true);
