/** Checks kubectl command lines: unknown commands and flags, and what no shell could read. */
import { entryOf } from '../../document/index.ts';
import type { Problems, ScalarNode } from '../../document/index.ts';
import type { Position } from '../../core/index.ts';
import type { LineProblem } from '../../kubectl/index.ts';
import type { Scenario } from '../scenario.ts';
import type { Step } from '../step.ts';
import { stepsOf } from './steps-of.ts';

/** The scalar that holds the line. */
const lineNode = ({ source }: Step): ScalarNode | undefined => {
  const value = entryOf(source, 'kubectl')?.value;
  const line = value?.kind === 'map' ? entryOf(value, 'line')?.value : value;
  return line?.kind === 'scalar' ? line : undefined;
};

/** The very word, where the text stands in the file as it is; else the whole text. */
const placeOf = ({ value, position, block }: ScalarNode, line: string, { at }: LineProblem): Position => {
  const text = String(value);
  const offset = typeof at === 'number' ? at + text.indexOf(line) : text.indexOf(at);
  const { file, line: row, column, endColumn } = position;
  if (offset < 0 || block !== undefined || endColumn === undefined) return position;
  const quote = endColumn - column - text.length;
  if (quote !== 0 && quote !== 2) return position;
  const start = column + offset + quote / 2;
  return { file, line: row, column: start, endColumn: start + (typeof at === 'string' ? at.length : 1) };
};

/** Lines that are expected to fail are left alone: their mistake may be the point. */
export const checkLines = async (scenario: Scenario, problems: Problems): Promise<void> => {
  const { checkLine } = await import('../../kubectl/index.ts');
  for (const step of stepsOf(scenario)) {
    const node = lineNode(step);
    if (step.action.kind !== 'kubectl' || step.fails !== undefined || node === undefined) continue;
    const { line } = step.action.argument;
    // A captured value may be anything; a number passes wherever something is parsed.
    const filled = line.replace(/\$\([A-Za-z][\w-]*\)/g, (match) => '1'.padEnd(match.length, '0'));
    for (const problem of checkLine(filled)) {
      problems.add(problem.code, problem.message, placeOf(node, line, problem), problem.hint);
    }
  }
};
