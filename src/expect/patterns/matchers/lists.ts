/** Matchers of lists and texts: $contains, $length, $every, $ordered, $only. */
import { addWrongType } from '../../../document/index.ts';
import type { SourceNode } from '../../../document/index.ts';
import { defineMatcher } from '../define-matcher.ts';
import { orderedPattern } from '../list-pattern.ts';
import { isRecord, leafPattern } from '../pattern.ts';
import type { PatternScope } from '../pattern.ts';
import { compileMembers } from '../compile-members.ts';

const itemsOf = (operand: SourceNode, scope: PatternScope): readonly SourceNode[] | undefined =>
  operand.kind === 'list' ? operand.items : addWrongType(scope.problems, 'a list', operand);

const lengthOf = (actual: unknown): number | undefined => {
  if (actual === undefined || actual === null) return 0;
  if (typeof actual === 'string' || Array.isArray(actual)) return actual.length;
  return isRecord(actual) ? Object.keys(actual).length : undefined;
};

export const lists = [
  defineMatcher({
    key: '$contains',
    summary: 'A text that holds this text, or a list of which some member matches this.',
    example: '{$contains: nginx}',
    schema: () => ({}),
    compile(operand, scope, compilePattern) {
      const pattern = compilePattern(operand, scope);
      const text =
        operand.kind === 'scalar' && typeof operand.value === 'string' ? pattern.model(undefined) : undefined;
      return leafPattern(`containing ${pattern.words}`, operand.position, (actual) =>
        Array.isArray(actual)
          ? actual.some((item) => pattern.matches(item))
          : typeof actual === 'string' && typeof text === 'string' && actual.includes(text),
      );
    },
  }),
  defineMatcher({
    key: '$length',
    summary: 'How many members a list has (or keys an object, or characters a text): a number or a matcher.',
    example: '{$length: 3}',
    schema: () => ({ type: ['integer', 'object', 'string'] }),
    compile(operand, scope, compilePattern) {
      const pattern = compilePattern(operand, scope);
      return {
        ...leafPattern(`of length ${pattern.words}`, operand.position, (actual) => {
          const length = lengthOf(actual);
          return length !== undefined && pattern.matches(length);
        }),
        explain(actual, path, into) {
          pattern.explain(lengthOf(actual), `${path}.length`, into);
        },
      };
    },
  }),
  defineMatcher({
    key: '$every',
    summary: 'Every member of the list matches this, and there is at least one.',
    example: '{$every: {ready: true}}',
    schema: () => ({}),
    compile(operand, scope, compilePattern) {
      const pattern = compilePattern(operand, scope);
      return {
        words: `every member ${pattern.words}`,
        position: operand.position,
        matches: (actual) =>
          Array.isArray(actual) && actual.length > 0 && actual.every((item) => pattern.matches(item)),
        explain(actual, path, into) {
          if (!Array.isArray(actual) || actual.length === 0) {
            into.leaves.push({
              path,
              expected: 'at least one member',
              actual: actual === undefined ? 'absent' : 'none',
              position: operand.position,
            });
            return;
          }
          actual.forEach((item, index) => {
            if (!pattern.matches(item)) pattern.explain(item, `${path}[${index}]`, into);
          });
        },
        cut: (actual) => (Array.isArray(actual) ? actual.map((item) => pattern.cut(item)) : actual),
        model: (actual) =>
          (Array.isArray(actual) && actual.length > 0 ? actual : [undefined]).map((item) =>
            pattern.model(item),
          ),
      };
    },
  }),
  defineMatcher({
    key: '$ordered',
    summary: 'The members in this order, and no others.',
    example: '{$ordered: [{name: first}, {name: second}]}',
    schema: () => ({ type: 'array' }),
    compile(operand, scope, compilePattern) {
      const items = itemsOf(operand, scope);
      return items === undefined
        ? undefined
        : orderedPattern(
            items.map((item) => compilePattern(item, scope)),
            operand.position,
          );
    },
  }),
  defineMatcher({
    key: '$only',
    summary: 'These members in any order, and no others.',
    example: '{$only: [{name: nginx}]}',
    schema: () => ({ type: 'array' }),
    compile(operand, scope, compilePattern) {
      const items = itemsOf(operand, scope);
      return items === undefined
        ? undefined
        : compileMembers(items, operand.position, true, (item) => compilePattern(item, scope));
    },
  }),
];
