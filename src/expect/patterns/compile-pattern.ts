/** Makes a pattern of a partial value as an author writes it. */
import { entryOf } from '../../document/index.ts';
import type { MapEntry, MapNode, ScalarNode, SourceNode } from '../../document/index.ts';
import { fillCaptures, fillText } from '../captures.ts';
import { bindFields } from '../cel.ts';
import { compileCelText } from './cel-text.ts';
import { compileMembers } from './compile-members.ts';
import { orderedPattern } from './list-pattern.ts';
import { anyPattern, literalPattern } from './literal-pattern.ts';
import { mapPattern } from './map-pattern.ts';
import type { KeyPattern } from './map-pattern.ts';
import { matchers } from './matchers/index.ts';
import type { Differences, Pattern, PatternScope } from './pattern.ts';

/** True for a key that names a matcher ($gte); $$x and $(x) are keys of the object. */
const isMatcherKey = (key: string): boolean => /^\$[A-Za-z]/.test(key);
const isCelKey = (key: string): boolean => key.startsWith('(') && key.endsWith(')');

const compileScalar = (node: ScalarNode, { captures }: PatternScope): Pattern => {
  const { value, position } = node;
  if (typeof value !== 'string' || !value.includes('$(')) return literalPattern(value, position);
  return captures === undefined
    ? anyPattern(position)
    : literalPattern(fillCaptures(value, captures), position);
};

const compileCelKey = (
  { key, keyPosition, value }: MapEntry,
  scope: PatternScope,
): KeyPattern | undefined => {
  const expression = compileCelText(key.slice(1, -1), keyPosition, scope, 1);
  if (expression === undefined) return undefined;
  return {
    key,
    pattern: compilePattern(value, scope),
    compute(object) {
      try {
        return { value: expression.evaluate(bindFields(expression.variables, object)) };
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error) };
      }
    },
  };
};

const compileEntry = (entry: MapEntry, scope: PatternScope): KeyPattern | undefined => {
  if (isCelKey(entry.key)) return compileCelKey(entry, scope);
  const literal = entry.key.startsWith('$$') ? entry.key.slice(1) : entry.key;
  const key = scope.captures === undefined ? literal : fillText(literal, scope.captures, entry.keyPosition);
  return { key, pattern: compilePattern(entry.value, scope) };
};

/** Several matchers of one value: all must match. */
const allOf = (patterns: readonly Pattern[], node: MapNode): Pattern => {
  const [only] = patterns;
  if (only !== undefined && patterns.length === 1) return only;
  const words = patterns.map((pattern) => pattern.words).join(' and ');
  return {
    words,
    position: node.position,
    matches: (actual) => patterns.every((pattern) => pattern.matches(actual)),
    explain(actual, path, into: Differences) {
      for (const pattern of patterns) if (!pattern.matches(actual)) pattern.explain(actual, path, into);
    },
    cut: (actual) => actual,
    model: (actual) => (patterns.every((pattern) => pattern.matches(actual)) ? actual : words),
  };
};

const compileMatchers = (node: MapNode, scope: PatternScope): Pattern => {
  const patterns: Pattern[] = [];
  for (const { key, keyPosition, value } of node.entries) {
    const matcher = matchers.find((candidate) => candidate.key === key);
    if (matcher === undefined) {
      const known = matchers.map((candidate) => candidate.key);
      if (isMatcherKey(key)) scope.problems.addUnknown('unknown-matcher', 'matcher', key, known, keyPosition);
      else
        scope.problems.add(
          'mixed-matcher',
          `"${key}" cannot stand beside a matcher`,
          keyPosition,
          `a key of the object that begins with $ is written $$…`,
        );
      continue;
    }
    const pattern = matcher.compile(value, scope, compilePattern);
    if (pattern !== undefined) patterns.push(pattern);
  }
  return allOf(patterns, node);
};

const isPlainMap = (node: SourceNode): boolean =>
  node.kind === 'map' && !node.entries.some(({ key }) => isMatcherKey(key));

/**
 * Makes the pattern. Mappings are partial; lists of mappings are matched by merge key in any order; other lists in full
 * and in order; keys that begin with $ are matchers; keys in parentheses are CEL over the object at hand.
 */
export function compilePattern(node: SourceNode, scope: PatternScope): Pattern {
  if (node.kind === 'scalar') return compileScalar(node, scope);
  if (node.kind === 'list') {
    const isMembers = node.items.length > 0 && node.items.every(isPlainMap);
    if (isMembers)
      return compileMembers(node.items, node.position, false, (item) => compilePattern(item, scope));
    return orderedPattern(
      node.items.map((item) => compilePattern(item, scope)),
      node.position,
    );
  }
  if (node.entries.some(({ key }) => isMatcherKey(key))) return compileMatchers(node, scope);
  const entries = node.entries
    .map((entry) => compileEntry(entry, scope))
    .filter((entry) => entry !== undefined);
  return mapPattern(entries, node.position);
}

/** True when the value or a part of it holds CEL. */
export const usesCel = (node: SourceNode): boolean => {
  if (node.kind === 'scalar') return false;
  if (node.kind === 'list') return node.items.some(usesCel);
  return (
    entryOf(node, '$cel') !== undefined ||
    node.entries.some(({ key, value }) => isCelKey(key) || usesCel(value))
  );
};
