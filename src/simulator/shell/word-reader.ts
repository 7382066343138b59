/** Reads words of the shell: quotes, variables, command and arithmetic substitution. */
import { ShellSyntaxError } from './syntax.ts';
import type { WordPart } from './syntax.ts';

const ends = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')']);

/** The index after the parenthesis that closes the one before `start`. */
const closingParenthesis = (text: string, start: number): number => {
  let depth = 1;
  let quote = '';
  for (let index = start; index < text.length; index++) {
    const character = text[index] ?? '';
    if (quote !== '') {
      if (character === '\\' && quote === '"') index++;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '\\') index++;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return index;
  }
  throw new ShellSyntaxError('syntax error: unterminated "("');
};

const readDollar = (text: string, start: number, isQuoted: boolean): { part: WordPart; next: number } => {
  const rest = text.slice(start);
  if (rest.startsWith('$((')) {
    const close = text.indexOf('))', start + 3);
    if (close < 0) throw new ShellSyntaxError('syntax error: unterminated "$(("');
    return {
      part: { kind: 'arithmetic', expression: text.slice(start + 3, close), isQuoted },
      next: close + 2,
    };
  }
  if (rest.startsWith('$(')) {
    const close = closingParenthesis(text, start + 2);
    return { part: { kind: 'command', script: text.slice(start + 2, close), isQuoted }, next: close + 1 };
  }
  const braces = /^\$\{(#?)([A-Za-z_]\w*|[0-9?#@*$!])(?:(:?[-=+?]|##?|%%?)([^}]*))?\}/.exec(rest);
  if (braces !== null) {
    const [whole, length, name = '', operator, operand = ''] = braces;
    const kept =
      length === '#' ? { operator: 'length' } : operator === undefined ? {} : { operator, operand };
    return { part: { kind: 'variable', name, ...kept, isQuoted }, next: start + whole.length };
  }
  const plain = /^\$([A-Za-z_]\w*|[0-9?#@*$!])/.exec(rest);
  if (plain !== null)
    return { part: { kind: 'variable', name: plain[1] ?? '', isQuoted }, next: start + plain[0].length };
  return { part: { kind: 'text', text: '$', isQuoted }, next: start + 1 };
};

const readBackquotes = (text: string, start: number, isQuoted: boolean): { part: WordPart; next: number } => {
  const close = text.indexOf('`', start + 1);
  if (close < 0) throw new ShellSyntaxError('syntax error: unterminated quoted string');
  return { part: { kind: 'command', script: text.slice(start + 1, close), isQuoted }, next: close + 1 };
};

/** Reads the inside of double quotes from `start`; `next` is after the closing quote. */
const readDoubleQuoted = (
  text: string,
  start: number,
  isHereDocument = false,
): { parts: WordPart[]; next: number } => {
  const parts: WordPart[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal, isQuoted: true });
    literal = '';
  };
  let index = start;
  while (index < text.length) {
    const character = text[index] ?? '';
    if (character === '"' && !isHereDocument) {
      flush();
      if (parts.length === 0) parts.push({ kind: 'text', text: '', isQuoted: true });
      return { parts, next: index + 1 };
    }
    if (character === '\\' && '"$`\\\n'.includes(text[index + 1] ?? ' ')) {
      if (text[index + 1] !== '\n') literal += text[index + 1] ?? '';
      index += 2;
    } else if (character === '$' || character === '`') {
      flush();
      const { part, next } =
        character === '$' ? readDollar(text, index, true) : readBackquotes(text, index, true);
      parts.push(part);
      index = next;
    } else {
      literal += character;
      index++;
    }
  }
  if (!isHereDocument) throw new ShellSyntaxError('syntax error: unterminated quoted string');
  flush();
  return { parts, next: index };
};

/** A text in which variables and commands are substituted, as in a here document. */
export const readTemplate = (text: string): WordPart[] => readDoubleQuoted(text, 0, true).parts;

/** Reads one word from `start`; `parts` is empty when none begins there. */
export const readWord = (text: string, start: number): { parts: WordPart[]; next: number } => {
  const parts: WordPart[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal, isQuoted: false });
    literal = '';
  };
  let index = start;
  while (index < text.length) {
    const character = text[index] ?? '';
    if (ends.has(character)) break;
    if (character === "'") {
      flush();
      const close = text.indexOf("'", index + 1);
      if (close < 0) throw new ShellSyntaxError('syntax error: unterminated quoted string');
      parts.push({ kind: 'text', text: text.slice(index + 1, close), isQuoted: true });
      index = close + 1;
    } else if (character === '"') {
      flush();
      const quoted = readDoubleQuoted(text, index + 1);
      parts.push(...quoted.parts);
      index = quoted.next;
    } else if (character === '\\') {
      flush();
      if (text[index + 1] !== '\n')
        parts.push({ kind: 'text', text: text[index + 1] ?? '\\', isQuoted: true });
      index += 2;
    } else if (character === '$' || character === '`') {
      flush();
      const { part, next } =
        character === '$' ? readDollar(text, index, false) : readBackquotes(text, index, false);
      parts.push(part);
      index = next;
    } else {
      literal += character;
      index++;
    }
  }
  flush();
  return { parts, next: index };
};
