/** Parses scripts of the containers' shell. */
import { ShellSyntaxError } from './syntax.ts';
import type { Node, Redirection, Word } from './syntax.ts';
import { readTemplate, readWord } from './word-reader.ts';

const reserved = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', '}']);

class Parser {
  #text: string;
  #index = 0;

  constructor(text: string) {
    this.#text = text;
  }

  script(): Node {
    const body = this.#list(() => false);
    if (this.#index < this.#text.length) this.#fail();
    return body;
  }

  #fail(): never {
    const rest = this.#text.slice(this.#index).split('\n')[0]?.trim() ?? '';
    throw new ShellSyntaxError(
      rest === ''
        ? 'syntax error: unexpected end of file'
        : `syntax error near unexpected token \`${rest.split(' ')[0] ?? ''}'`,
    );
  }

  #blanks(): void {
    for (;;) {
      const character = this.#text[this.#index];
      if (character === ' ' || character === '\t') this.#index++;
      else if (character === '\\' && this.#text[this.#index + 1] === '\n') this.#index += 2;
      else if (character === '#')
        while (this.#index < this.#text.length && this.#text[this.#index] !== '\n') this.#index++;
      else return;
    }
  }

  #lines(): void {
    for (this.#blanks(); this.#text[this.#index] === '\n' || this.#text[this.#index] === ';'; this.#blanks())
      this.#index++;
  }

  #isAt(text: string): boolean {
    this.#blanks();
    return this.#text.startsWith(text, this.#index);
  }

  #isAtWord(word: string): boolean {
    if (!this.#isAt(word)) return false;
    const after = this.#text[this.#index + word.length];
    return after === undefined || /[\s;&|()<>]/.test(after);
  }

  #take(text: string): boolean {
    if (!this.#isAt(text)) return false;
    this.#index += text.length;
    return true;
  }

  #takeWord(word: string): boolean {
    if (!this.#isAtWord(word)) return false;
    this.#index += word.length;
    return true;
  }

  #list(isEnd: () => boolean): Node {
    const items: Node[] = [];
    for (this.#lines(); this.#index < this.#text.length && !isEnd(); this.#lines()) {
      items.push(this.#andOr());
      this.#blanks();
      const character = this.#text[this.#index];
      if (character === '&' || character === ';' || character === '\n') this.#index++;
      else if (character !== undefined && !isEnd()) this.#fail();
    }
    return { kind: 'list', items };
  }

  #until(...words: string[]): Node {
    return this.#list(() => words.some((word) => (word === ')' ? this.#isAt(word) : this.#isAtWord(word))));
  }

  #andOr(): Node {
    let left = this.#pipeline();
    for (;;) {
      const kind = this.#take('&&') ? 'and' : this.#take('||') ? 'or' : undefined;
      if (kind === undefined) return left;
      while (this.#take('\n'));
      left = { kind, left, right: this.#pipeline() };
    }
  }

  #pipeline(): Node {
    const isNegated = this.#takeWord('!');
    const stages = [this.#command()];
    while (!this.#isAt('||') && this.#take('|')) {
      while (this.#take('\n'));
      stages.push(this.#command());
    }
    return stages.length === 1 && !isNegated ? (stages[0] as Node) : { kind: 'pipeline', stages, isNegated };
  }

  #command(): Node {
    if (this.#takeWord('if')) return this.#if();
    if (this.#takeWord('while')) return this.#loop(false);
    if (this.#takeWord('until')) return this.#loop(true);
    if (this.#takeWord('for')) return this.#for();
    if (this.#takeWord('{')) {
      const body = this.#until('}');
      if (!this.#takeWord('}')) this.#fail();
      return { kind: 'group', body, isSubshell: false, redirections: this.#redirections() };
    }
    if (this.#take('(')) {
      const body = this.#until(')');
      if (!this.#take(')')) this.#fail();
      return { kind: 'group', body, isSubshell: true, redirections: this.#redirections() };
    }
    return this.#simple();
  }

  #if(): Node {
    const branches: { condition: Node; body: Node }[] = [];
    do {
      const condition = this.#until('then');
      if (!this.#takeWord('then')) this.#fail();
      branches.push({ condition, body: this.#until('elif', 'else', 'fi') });
    } while (this.#takeWord('elif'));
    const otherwise = this.#takeWord('else') ? this.#until('fi') : undefined;
    if (!this.#takeWord('fi')) this.#fail();
    return { kind: 'if', branches, otherwise, redirections: this.#redirections() };
  }

  #loop(isUntil: boolean): Node {
    const condition = this.#until('do');
    const body = this.#body();
    return { kind: 'loop', condition, isUntil, body, redirections: this.#redirections() };
  }

  #for(): Node {
    this.#blanks();
    const variable = /^[A-Za-z_]\w*/.exec(this.#text.slice(this.#index))?.[0] ?? this.#fail();
    this.#index += variable.length;
    const words: Word[] = [];
    if (this.#takeWord('in')) {
      for (this.#blanks(); !/[;\n]/.test(this.#text[this.#index] ?? ';'); this.#blanks())
        words.push(this.#word() ?? this.#fail());
    }
    this.#lines();
    const body = this.#body();
    return { kind: 'for', variable, words, body, redirections: this.#redirections() };
  }

  #body(): Node {
    this.#lines();
    if (!this.#takeWord('do')) this.#fail();
    const body = this.#until('done');
    if (!this.#takeWord('done')) this.#fail();
    return body;
  }

  #word(): Word | undefined {
    this.#blanks();
    const { parts, next } = readWord(this.#text, this.#index);
    if (next === this.#index) return undefined;
    this.#index = next;
    return parts;
  }

  #redirections(): Redirection[] {
    const found: Redirection[] = [];
    for (let next = this.#redirection(); next !== undefined; next = this.#redirection()) found.push(next);
    return found;
  }

  #redirection(): Redirection | undefined {
    this.#blanks();
    const match = /^(\d?)(&>>|&>|>&|>>|<<<|<<|<&|>\||>|<)/.exec(this.#text.slice(this.#index));
    if (match === null) return undefined;
    const [whole, digit, operator = '>'] = match;
    this.#index += whole.length;
    if (operator === '<<') return this.#hereDocument();
    const target = this.#word() ?? this.#fail();
    const descriptor =
      digit === undefined || digit === '' ? (operator.startsWith('<') ? 0 : 1) : Number(digit);
    if (operator === '&>' || operator === '&>>')
      return { descriptor: -1, operator: operator === '&>' ? '>' : '>>', target };
    return {
      descriptor,
      operator: operator === '>|' ? '>' : operator === '<&' ? '<' : (operator as Redirection['operator']),
      target,
    };
  }

  #hereDocument(): Redirection {
    const stripsTabs = this.#take('-');
    const word = this.#word() ?? this.#fail();
    const delimiter = word.map((part) => (part.kind === 'text' ? part.text : '')).join('');
    const isLiteral = word.some(({ isQuoted }) => isQuoted);
    const lineEnd = this.#text.indexOf('\n', this.#index);
    const lines: string[] = [];
    let index = lineEnd < 0 ? this.#text.length : lineEnd + 1;
    while (index < this.#text.length) {
      const end = this.#text.indexOf('\n', index);
      const raw = this.#text.slice(index, end < 0 ? undefined : end);
      index = end < 0 ? this.#text.length : end + 1;
      const line = stripsTabs ? raw.replace(/^\t+/, '') : raw;
      if (line === delimiter) break;
      lines.push(`${line}\n`);
    }
    // The document's lines are taken out of what is left to parse.
    const rest =
      this.#text.slice(this.#index, lineEnd < 0 ? undefined : lineEnd + 1) + this.#text.slice(index);
    this.#text = rest;
    this.#index = 0;
    const text = lines.join('');
    return {
      descriptor: 0,
      operator: '<<',
      target: isLiteral ? [{ kind: 'text', text, isQuoted: true }] : readTemplate(text),
    };
  }

  #simple(): Node {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      const redirection = this.#redirection();
      if (redirection !== undefined) {
        redirections.push(redirection);
        continue;
      }
      if (words.length === 0 && [...reserved].some((word) => this.#isAtWord(word))) break;
      const assignment = words.length === 0 ? /^([A-Za-z_]\w*)=/.exec(this.#text.slice(this.#index)) : null;
      if (assignment !== null) {
        this.#index += assignment[0].length;
        const { parts, next } = readWord(this.#text, this.#index);
        this.#index = next;
        assignments.push({ name: assignment[1] ?? '', value: parts });
        continue;
      }
      const word = this.#word();
      if (word === undefined) break;
      words.push(word);
    }
    if (words.length + assignments.length + redirections.length === 0) this.#fail();
    return { kind: 'simple', assignments, words, redirections };
  }
}

/** @throws ShellSyntaxError */
export const parseScript = (text: string): Node => new Parser(text).script();
