/** Turns words of a script into the arguments of a command. */
import { evaluateArithmetic } from './arithmetic.ts';
import type { Run, ShellState } from './command.ts';
import type { Word, WordPart } from './syntax.ts';

/** Runs a script and answers what it prints. */
export type Substitute = (script: string) => Run<string>;

const patternToRegExp = (pattern: string): string =>
  pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');

const special = (state: ShellState, name: string): string | undefined => {
  if (name === '?') return String(state.lastStatus);
  if (name === '$') return String(state.pid);
  if (name === '#') return String(Math.max(0, state.positional.length - 1));
  if (name === '@' || name === '*') return state.positional.slice(1).join(' ');
  if (/^\d$/.test(name)) return state.positional[Number(name)] ?? '';
  return state.variables.get(name);
};

const trim = (value: string, operator: string, pattern: string): string => {
  const isPrefix = operator.startsWith('#');
  const isLongest = operator.length === 2;
  const expression = new RegExp(`^${patternToRegExp(pattern).replace(/\[\^\/\]/g, '.')}$`);
  const lengths = Array.from({ length: value.length + 1 }, (_, length) =>
    isLongest ? value.length - length : length,
  );
  for (const length of lengths) {
    const piece = isPrefix ? value.slice(0, length) : value.slice(value.length - length);
    if (expression.test(piece)) return isPrefix ? value.slice(length) : value.slice(0, value.length - length);
  }
  return value;
};

const variableText = (state: ShellState, part: WordPart & { kind: 'variable' }): string => {
  const value = special(state, part.name);
  const { operator, operand = '' } = part;
  if (operator === undefined) return value ?? '';
  if (operator === 'length') return String((value ?? '').length);
  if (operator.startsWith('#') || operator.startsWith('%')) return trim(value ?? '', operator, operand);
  const isUnset = value === undefined || (operator.startsWith(':') && value === '');
  const kind = operator.at(-1);
  const text = operand
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/\$\{?(\w+)\}?/g, (_, name: string) => special(state, name) ?? '');
  if (kind === '+') return isUnset ? '' : text;
  if (!isUnset) return value;
  if (kind === '=') state.variables.set(part.name, text);
  return text;
};

const numbers = (state: ShellState) => ({
  get: (name: string): number => Number(state.variables.get(name) ?? '0') || 0,
  set: (name: string, value: number): void => {
    state.variables.set(name, String(value));
  },
});

export function* expandPart(state: ShellState, part: WordPart, substitute: Substitute): Run<string> {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'variable') return variableText(state, part);
  if (part.kind === 'arithmetic') return String(evaluateArithmetic(part.expression, numbers(state)) ?? 0);
  const output = yield* substitute(part.script);
  return output.replace(/\n+$/, '');
}

/** A word as one text: in assignments and redirections. */
export function* expandText(state: ShellState, word: Word, substitute: Substitute): Run<string> {
  let text = '';
  for (const part of word) text += yield* expandPart(state, part, substitute);
  return text;
}

/** Names that match a pattern of the last path element. */
const matchFiles = (state: ShellState, pattern: string): string[] => {
  const slash = pattern.lastIndexOf('/');
  const directory = slash < 0 ? '.' : pattern.slice(0, slash) || '/';
  const expression = new RegExp(`^${patternToRegExp(pattern.slice(slash + 1))}$`);
  return state.host.files
    .list(state.host.files.resolve(directory, state.workingDir))
    .filter((name) => expression.test(name) && !name.startsWith('.'))
    .map((name) => (slash < 0 ? name : `${pattern.slice(0, slash + 1)}${name}`));
};

/** The fields a word falls into: unquoted results are split at blanks, unquoted patterns become the files they match. */
export function* expandFields(state: ShellState, word: Word, substitute: Substitute): Run<string[]> {
  const fields: { text: string; hasPattern: boolean }[] = [];
  let current: { text: string; hasPattern: boolean } | undefined;
  for (const part of word) {
    if (part.kind === 'variable' && part.name === '@' && part.isQuoted) {
      for (const text of state.positional.slice(1)) fields.push({ text, hasPattern: false });
      continue;
    }
    const text = yield* expandPart(state, part, substitute);
    const isSplit = !part.isQuoted && part.kind !== 'text';
    if (!isSplit) {
      current ??= { text: '', hasPattern: false };
      const tilde =
        part.kind === 'text' && !part.isQuoted && current.text === ''
          ? text.replace(/^~(?=\/|$)/, state.variables.get('HOME') ?? '/root')
          : text;
      current.text += tilde;
      current.hasPattern ||= !part.isQuoted && /[*?]/.test(text);
      continue;
    }
    const pieces = text.split(/[ \t\n]+/);
    pieces.forEach((piece, index) => {
      if (index > 0 && current !== undefined) {
        fields.push(current);
        current = undefined;
      }
      if (piece === '') return;
      current ??= { text: '', hasPattern: false };
      current.text += piece;
    });
  }
  if (current !== undefined) fields.push(current);
  return fields.flatMap(({ text, hasPattern }) => {
    const matches = hasPattern ? matchFiles(state, text) : [];
    return matches.length > 0 ? matches : [text];
  });
}
