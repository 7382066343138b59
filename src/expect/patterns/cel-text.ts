/** Compiles a CEL text that stands in a file: what is wrong with it becomes a problem at the very character. */
import type { Position } from '../../core/index.ts';
import { fillText } from '../captures.ts';
import { CelSyntaxError, isCelLoaded, parseCel } from '../cel.ts';
import type { CelExpression } from '../cel.ts';
import type { PatternScope } from './pattern.ts';

/** Undefined when it cannot be parsed, which has then been said. `offset`: where the text begins after `position`. */
export const compileCelText = (
  text: string,
  position: Position,
  { captures, problems }: PatternScope,
  offset = 0,
): CelExpression | undefined => {
  if (captures === undefined && (text.includes('$(') || !isCelLoaded()))
    return { variables: [], evaluate: () => true };
  try {
    const expression = parseCel(captures === undefined ? text : fillText(text, captures, position));
    if (captures === undefined && expression.variables.length === 0) {
      const message = 'this expression reads nothing of the cluster, so it is always the same';
      problems.add('asserts-nothing', message, position, 'name a field, or a resource such as pods');
    }
    return expression;
  } catch (error) {
    if (!(error instanceof CelSyntaxError)) throw error;
    const { file, line } = position;
    const isOneLine = !text.slice(0, error.offset).includes('\n');
    const column = position.column + (isOneLine ? error.offset + offset : 0);
    problems.add('cel-syntax', `not a CEL expression: ${error.message}`, { file, line, column });
    return undefined;
  }
};
