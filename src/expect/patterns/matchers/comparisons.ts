/** Matchers that compare numbers, quantities and times: $gt, $gte, $lt, $lte. */
import { addWrongType, toPlain } from '../../../document/index.ts';
import { compareQuantities, parseQuantity, ValueError } from '../../../kube/index.ts';
import { fillCaptures } from '../../captures.ts';
import { defineMatcher } from '../define-matcher.ts';
import type { Matcher } from '../define-matcher.ts';
import { anyPattern } from '../literal-pattern.ts';
import { leafPattern } from '../pattern.ts';

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** -1, 0 or 1; undefined when the two cannot be compared. A value that is absent counts as 0. */
const compare = (actual: unknown, bound: number | string): -1 | 0 | 1 | undefined => {
  const value = actual ?? 0;
  if (typeof value === 'number' && typeof bound === 'number')
    return value < bound ? -1 : value > bound ? 1 : 0;
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  if (typeof bound === 'string' && time.test(bound)) {
    if (typeof value !== 'string' || !time.test(value)) return undefined;
    const difference = Date.parse(value) - Date.parse(bound);
    return difference < 0 ? -1 : difference > 0 ? 1 : 0;
  }
  try {
    return compareQuantities(parseQuantity(value), parseQuantity(bound));
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
};

const isBound = (value: unknown): value is number | string => {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && (time.test(value) || compare(0, value) !== undefined);
};

const comparison = (
  key: string,
  sign: string,
  summary: string,
  accepts: (order: -1 | 0 | 1) => boolean,
): Matcher =>
  defineMatcher({
    key,
    summary: `${summary} A field that is absent counts as 0.`,
    example: `{${key}: 3}`,
    schema: () => ({ type: ['number', 'string'] }),
    compile(operand, scope) {
      const raw = toPlain(operand);
      const isCapture = typeof raw === 'string' && raw.includes('$(');
      if (isCapture && scope.captures === undefined) return anyPattern(operand.position);
      const bound = scope.captures === undefined ? raw : fillCaptures(raw, scope.captures);
      if (!isBound(bound))
        return addWrongType(scope.problems, 'a number, a quantity such as 100m, or a time', operand);
      if (
        key === '$gte' &&
        scope.captures === undefined &&
        compare(0, bound) !== -1 &&
        !time.test(String(bound))
      ) {
        const message = `every number is at least ${bound}, and a field that is absent counts as 0`;
        scope.problems.add('asserts-nothing', message, operand.position, 'leave it out, or write {$gte: 1}');
      }
      return leafPattern(`${sign} ${bound}`, operand.position, (actual) => {
        const order = compare(actual, bound);
        return order !== undefined && accepts(order);
      });
    },
  });

export const comparisons: readonly Matcher[] = [
  comparison('$gt', '>', 'Greater than this number, quantity or time.', (order) => order > 0),
  comparison('$gte', '>=', 'At least this number, quantity or time.', (order) => order >= 0),
  comparison('$lt', '<', 'Less than this number, quantity or time.', (order) => order < 0),
  comparison('$lte', '<=', 'At most this number, quantity or time.', (order) => order <= 0),
];
