/**
 * A line as a shell would take it apart: words with quotes and escapes, `&&` and `;` between commands, `|` into the few
 * filters of pipe-filters.ts and into another kubectl (as in `… -o yaml | kubectl apply -f -`). `~` and `~/…` at the start
 * of a word become the home folder. What a shell would do more (substitution, variables, redirection, background, globs
 * over files) is refused with a sentence; `*` stays as it is, as in `set image deployment/web *=nginx`, because no file
 * matches.
 */
import { LabproofError } from '../core/index.ts';

/** One command with what follows it through pipes: each stage is its words. */
export interface ShellPipeline {
  /** How it hangs on the one before: after its success, or in any case. */
  after: 'success' | 'always';
  stages: string[][];
}

export class ShellLineError extends LabproofError {
  /** Where in the line, from 0. */
  readonly index: number;
  constructor(message: string, index: number, hint?: string) {
    super('shell-line', message, hint === undefined ? {} : { hint });
    this.index = index;
  }
}

const refusal = (what: string, index: number): ShellLineError =>
  new ShellLineError(
    `${what} is not supported in a kubectl line`,
    index,
    'write it out, or use a shell step with --allow-shell',
  );

/** Takes `line` apart. @throws ShellLineError for an unclosed quote or what is not supported */
export const parseShellLine = (line: string, home: string): ShellPipeline[] => {
  const pipelines: ShellPipeline[] = [];
  let pipeline: ShellPipeline = { after: 'always', stages: [] };
  let stage: string[] = [];
  let word: string | undefined;
  let index = 0;

  const endWord = (): void => {
    if (word !== undefined) stage.push(word);
    word = undefined;
  };
  const endStage = (): void => {
    endWord();
    if (stage.length === 0) throw new ShellLineError('a command is missing here', index);
    pipeline.stages.push(stage);
    stage = [];
  };
  const endPipeline = (after: ShellPipeline['after']): void => {
    endStage();
    pipelines.push(pipeline);
    pipeline = { after, stages: [] };
  };
  const closing = (quote: string): number => {
    let end = index + 1;
    while (end < line.length && line[end] !== quote) end += quote === '"' && line[end] === '\\' ? 2 : 1;
    if (end >= line.length) throw new ShellLineError(`the quote ${quote} is not closed`, index);
    return end;
  };

  while (index < line.length) {
    const character = line[index]!;
    const next = line[index + 1];
    if (character === ' ' || character === '\t') endWord();
    else if (character === '\n' || character === ';') {
      endWord();
      if (stage.length > 0 || pipeline.stages.length > 0) endPipeline('always');
    } else if (character === '#' && word === undefined) {
      while (index < line.length && line[index] !== '\n') index++;
      continue;
    } else if (character === "'") {
      const end = closing("'");
      word = (word ?? '') + line.slice(index + 1, end);
      index = end;
    } else if (character === '"') {
      const end = closing('"');
      const text = line.slice(index + 1, end);
      const substitution = /(?<!\\)(?:\\\\)*(`|\$(?=[\w({]))/.exec(text);
      if (substitution !== null)
        throw refusal(`substitution (${substitution[1]!})`, index + 1 + substitution.index);
      word = (word ?? '') + text.replace(/\\([\\"$`])/g, '$1').replace(/\\\n/g, '');
      index = end;
    } else if (character === '\\') {
      if (next !== '\n') word = (word ?? '') + (next ?? '');
      index++;
    } else if (character === '&') {
      if (next !== '&') throw refusal('running in the background (&)', index);
      endPipeline('success');
      index++;
    } else if (character === '|') {
      if (next === '|') throw refusal('|| ', index);
      endStage();
      index++;
      continue;
    } else if (character === '>' || character === '<') throw refusal(`redirection (${character})`, index);
    else if (character === '`' || (character === '$' && /[\w({]/.test(next ?? ''))) {
      throw refusal(`substitution (${character})`, index);
    } else if (character === '(' || character === ')') throw refusal(`a subshell (${character})`, index);
    else if (character === '~' && word === undefined && /^(\/|\s|;|&|\||$)/.test(line.slice(index + 1)))
      word = home;
    else word = (word ?? '') + character;
    index++;
  }
  endWord();
  if (stage.length > 0 || pipeline.stages.length > 0 || pipeline.after === 'success') endPipeline('always');
  return pipelines;
};
