/** Errors as a person reads them: what, where, the lines concerned, and what to try next. */
import { readFileSync } from 'node:fs';
import { InvalidInputError, LabproofError } from '../core/index.ts';
import { renderCodeFrame } from '../document/index.ts';
import { painter, shownPath, wrap } from '../report/index.ts';

const sourceOf = (file: string, sources: ReadonlyMap<string, string> | undefined): string | undefined => {
  const known = sources?.get(file);
  if (known !== undefined) return known;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The file is what the problem is about: it cannot be shown.
    return undefined;
  }
};

export interface ProblemTextOptions {
  columns: number;
  isColoured: boolean;
  sources?: ReadonlyMap<string, string>;
}

/** One problem: "error: …", its place, the code frame, the hint, its code. */
export const problemText = (problem: LabproofError, options: ProblemTextOptions): string => {
  const paint = painter(options.isColoured);
  const { position, hint } = problem;
  const place =
    position === undefined ? '' : `${shownPath(position.file)}:${position.line}:${position.column}: `;
  const source = position === undefined ? undefined : sourceOf(position.file, options.sources);
  const frame =
    source === undefined || position === undefined
      ? ''
      : `\n${renderCodeFrame(source, position, { context: 1, width: options.columns, emphasize: (text) => paint('red', text) })}`;
  const advice = hint === undefined ? '' : `\n${wrap(hint, options.columns, '  hint: ', '        ')}`;
  return `${place}${paint('red', 'error:')} ${problem.message} [${problem.code}]${frame}${advice}\n`;
};

/** Every problem of an error, one below the other, with their number. */
export const errorText = (error: LabproofError, options: ProblemTextOptions): string => {
  const problems = error instanceof InvalidInputError ? error.problems : [error];
  const texts = problems.map((problem) => problemText(problem, options));
  const count = problems.length > 1 ? `\n${problems.length} problems\n` : '';
  return `${texts.join('\n')}${count}`;
};
