/** Matchers of one value: $eq, $ne, $oneOf, $not, $absent, $exists, $matches, $startsWith, $cel. */
import { addWrongType, toPlain } from '../../../document/index.ts';
import { deepEqual } from '../../../kube/index.ts';
import { fillCaptures } from '../../captures.ts';
import { bindFields } from '../../cel.ts';
import { compileCelText } from '../cel-text.ts';
import { defineMatcher } from '../define-matcher.ts';
import { literalPattern } from '../literal-pattern.ts';
import { leafPattern, wordsOf } from '../pattern.ts';
import type { PatternScope } from '../pattern.ts';
import type { SourceNode } from '../../../document/index.ts';
import { regexpField } from '../regexp-field.ts';

const plainOf = (node: SourceNode, { captures }: PatternScope): unknown =>
  captures === undefined ? toPlain(node) : fillCaptures(toPlain(node), captures);

const isTrue = (operand: SourceNode, scope: PatternScope): boolean => {
  if (operand.kind === 'scalar' && operand.value === true) return true;
  addWrongType(scope.problems, 'true', operand);
  return false;
};

const regexp = regexpField({ summary: '' });

export const values = [
  defineMatcher({
    key: '$eq',
    summary:
      'This very value and nothing else: an object with these keys only, a list with these members in this order. Keys that begin with $ or ( stand for themselves.',
    example: '{$eq: {app: nginx}}',
    schema: () => ({}),
    compile: (operand, scope) => {
      const pattern = literalPattern(plainOf(operand, scope), operand.position);
      return { ...pattern, words: `exactly ${pattern.words}` };
    },
  }),
  defineMatcher({
    key: '$ne',
    summary: 'Any value but this.',
    example: '{$ne: Running}',
    schema: () => ({}),
    compile(operand, scope) {
      const value = plainOf(operand, scope);
      return leafPattern(
        `not ${wordsOf(value)}`,
        operand.position,
        (actual) => !deepEqual(actual ?? null, value),
      );
    },
  }),
  defineMatcher({
    key: '$oneOf',
    summary: 'Matches one of these.',
    example: '{$oneOf: [Running, Succeeded]}',
    schema: () => ({ type: 'array', minItems: 1 }),
    compile(operand, scope, compilePattern) {
      if (operand.kind !== 'list' || operand.items.length === 0)
        return addWrongType(scope.problems, 'a list of at least one', operand);
      const patterns = operand.items.map((item) => compilePattern(item, scope));
      const words = `one of ${patterns.map((pattern) => pattern.words).join(', ')}`;
      return leafPattern(words, operand.position, (actual) =>
        patterns.some((pattern) => pattern.matches(actual)),
      );
    },
  }),
  defineMatcher({
    key: '$not',
    summary: 'Does not match this.',
    example: '{$not: {$matches: "^10\\\\."}}',
    schema: () => ({}),
    compile(operand, scope, compilePattern) {
      const pattern = compilePattern(operand, scope);
      return leafPattern(`not ${pattern.words}`, operand.position, (actual) => !pattern.matches(actual));
    },
  }),
  defineMatcher({
    key: '$absent',
    summary: 'The field is not there.',
    example: '{$absent: true}',
    schema: () => ({ const: true }),
    compile: (operand, scope) =>
      isTrue(operand, scope)
        ? leafPattern(
            'absent',
            operand.position,
            (actual) => actual === undefined || actual === null,
            () => undefined,
          )
        : undefined,
  }),
  defineMatcher({
    key: '$exists',
    summary: 'The field is there, whatever it holds.',
    example: '{$exists: true}',
    schema: () => ({ const: true }),
    compile: (operand, scope) =>
      isTrue(operand, scope)
        ? leafPattern('any value', operand.position, (actual) => actual !== undefined && actual !== null)
        : undefined,
  }),
  defineMatcher({
    key: '$matches',
    summary: 'A text in which this regular expression finds something.',
    example: "{$matches: '^nginx:1\\.1[67]'}",
    schema: () => ({ type: 'string', format: 'regex' }),
    compile(operand, scope) {
      const filled =
        operand.kind === 'scalar' && typeof operand.value === 'string' && scope.captures !== undefined
          ? { ...operand, value: String(plainOf(operand, scope)) }
          : operand;
      const expression = regexp.read(filled, scope.problems);
      if (expression === undefined) return undefined;
      const isText = (actual: unknown): actual is string | number =>
        typeof actual === 'string' || typeof actual === 'number';
      return leafPattern(
        `matching /${expression.source}/`,
        operand.position,
        (actual) => isText(actual) && expression.test(String(actual)),
      );
    },
  }),
  defineMatcher({
    key: '$cel',
    summary: 'A CEL expression over the value (self) that is true.',
    example: '{$cel: "self.startsWith(\'10.\')"}',
    schema: () => ({ type: 'string', pattern: '\\S' }),
    compile(operand, scope) {
      if (operand.kind !== 'scalar' || typeof operand.value !== 'string')
        return addWrongType(scope.problems, 'a CEL expression', operand);
      const expression = compileCelText(operand.value, operand.position, scope);
      if (expression === undefined) return undefined;
      return leafPattern(`such that ${operand.value}`, operand.position, (actual) => {
        try {
          return expression.evaluate(bindFields(expression.variables, actual)) === true;
        } catch {
          return false;
        }
      });
    },
  }),
];
