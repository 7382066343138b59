/** How a matcher (a key that begins with $) is defined: one entry of a file in matchers/, one line in matchers/index.ts. */
import type { JsonSchema, SourceNode } from '../../document/index.ts';
import type { Pattern, PatternScope } from './pattern.ts';

export interface Matcher {
  /** "$gte". */
  key: string;
  summary: string;
  example: string;
  schema(): JsonSchema;
  /** The pattern for the matcher's operand; undefined when the operand is wrong, which has then been said. */
  compile(
    operand: SourceNode,
    scope: PatternScope,
    compilePattern: (node: SourceNode, scope: PatternScope) => Pattern,
  ): Pattern | undefined;
}

export const defineMatcher = (matcher: Matcher): Matcher => matcher;
