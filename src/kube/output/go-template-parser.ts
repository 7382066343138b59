/** Reads the subset of Go's text/template that go-template.ts evaluates. */
import { OutputError } from './output-error.ts';

/** Where an expression stands, as Go's errors tell it: line from 1, column from 0. */
export interface TemplatePlace {
  line: number;
  column: number;
  /** The expression's text, between < and > in an error. */
  text: string;
}

export type Operand =
  | { type: 'field'; base: Operand | undefined; names: string[]; place: TemplatePlace }
  | { type: 'variable'; name: string; names: string[]; place: TemplatePlace }
  | { type: 'literal'; value: string | number | boolean | null; place: TemplatePlace }
  | { type: 'function'; name: string; place: TemplatePlace }
  | { type: 'pipeline'; pipeline: Pipeline; names: string[]; place: TemplatePlace };

export interface Pipeline {
  /** Variables it sets: "$x", or "$i" and "$x" in a range. */
  declares: string[];
  isAssignment: boolean;
  /** Each stage is a function or operand with its arguments; the result goes on as the last argument of the next. */
  stages: Operand[][];
}

export type TemplateNode =
  | { type: 'text'; text: string }
  | { type: 'print'; pipeline: Pipeline }
  | { type: 'if' | 'with' | 'range'; pipeline: Pipeline; body: TemplateNode[]; otherwise: TemplateNode[] };

interface Token {
  text: string;
  offset: number;
  /** Blanks stood before it. */
  isApart: boolean;
}

const tokenPattern =
  /"(?:\\.|[^"\\])*"|`[^`]*`|'(?:\\.|[^'\\])*'|:=|[|(),=]|(?:\$\w*|\.)?(?:\.?[\p{L}_][\p{L}\p{Nd}_]*)+|\$\w*|[+-]?\d[\w.]*|\./gu;

const functions = new Set(
  'and or not len index slice print printf println html js urlquery call eq ne lt le gt ge exists base64decode'.split(
    ' ',
  ),
);

class TemplateParser {
  readonly #input: string;
  #position = 0;
  #tokens: Token[] = [];
  readonly #fail: (message: string, offset: number) => OutputError;

  constructor(input: string, fail: (message: string, offset: number) => OutputError) {
    this.#input = input;
    this.#fail = fail;
  }

  parse(): TemplateNode[] {
    const { nodes, end } = this.#list();
    if (end !== '') throw this.#fail(`unexpected {{${end}}}`, this.#position);
    return nodes;
  }

  /** Nodes up to {{end}} or {{else}} (which of them is answered), or to the end of the template. */
  #list(): { nodes: TemplateNode[]; end: string } {
    const nodes: TemplateNode[] = [];
    for (;;) {
      const open = this.#input.indexOf('{{', this.#position);
      let text = open < 0 ? this.#input.slice(this.#position) : this.#input.slice(this.#position, open);
      const isTrimmed = open >= 0 && /^\{\{-\s/.test(this.#input.slice(open));
      if (isTrimmed) text = text.trimEnd();
      if (text !== '') nodes.push({ type: 'text', text });
      if (open < 0) {
        this.#position = this.#input.length;
        return { nodes, end: '' };
      }
      const word = this.#action(open + (isTrimmed ? 3 : 2), open);
      if (word === 'comment') continue;
      const [first] = this.#tokens;
      if (first === undefined) throw this.#fail('missing value for command', open);
      if (first.text === 'end' || first.text === 'else') return { nodes, end: first.text };
      if (first.text === 'if' || first.text === 'with' || first.text === 'range')
        nodes.push(this.#block(first.text));
      else nodes.push({ type: 'print', pipeline: this.#pipeline() });
    }
  }

  #block(type: 'if' | 'with' | 'range'): TemplateNode {
    this.#tokens.shift();
    const pipeline = this.#pipeline();
    const { nodes: body, end } = this.#list();
    if (end === '') throw this.#fail('unexpected EOF', this.#position);
    if (end === 'end') return { type, pipeline, body, otherwise: [] };
    if (this.#tokens[1]?.text === 'if') {
      this.#tokens.shift();
      return { type, pipeline, body, otherwise: [this.#block('if')] };
    }
    const rest = this.#list();
    if (rest.end !== 'end') throw this.#fail('unexpected EOF', this.#position);
    return { type, pipeline, body, otherwise: rest.nodes };
  }

  /** Takes one action apart into tokens and moves past it. */
  #action(start: number, open: number): 'comment' | 'action' {
    if (this.#input.startsWith('/*', start)) {
      const close = this.#input.indexOf('*/', start);
      if (close < 0) throw this.#fail('unclosed comment', open);
      this.#position = this.#input.indexOf('}}', close) + 2;
      return 'comment';
    }
    this.#tokens = [];
    let at = start;
    for (;;) {
      const blanks = /^\s*/.exec(this.#input.slice(at))![0].length;
      at += blanks;
      const trim = /^-\}\}\s*/.exec(this.#input.slice(at));
      if (trim !== null && blanks > 0) {
        this.#position = at + trim[0].length;
        return 'action';
      }
      if (this.#input.startsWith('}}', at)) {
        this.#position = at + 2;
        return 'action';
      }
      if (at >= this.#input.length) throw this.#fail('unclosed action', open);
      tokenPattern.lastIndex = at;
      const match = tokenPattern.exec(this.#input);
      if (match === null || match.index !== at) {
        const character = this.#input[at]!;
        const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
        throw this.#fail(`unexpected bad character U+${code} '${character}' in command`, at);
      }
      this.#tokens.push({ text: match[0], offset: at, isApart: blanks > 0 });
      at += match[0].length;
    }
  }

  #pipeline(): Pipeline {
    const declares: string[] = [];
    const assign = this.#tokens.findIndex(({ text }) => text === ':=' || text === '=');
    let isAssignment = false;
    if (assign > 0 && this.#tokens[0]!.text.startsWith('$')) {
      isAssignment = this.#tokens[assign]!.text === '=';
      const names = this.#tokens.splice(0, assign + 1).map(({ text }) => text);
      declares.push(...names.filter((name) => name.startsWith('$')));
    }
    const stages: Operand[][] = [[]];
    while (this.#tokens.length > 0 && this.#tokens[0]!.text !== ')') {
      const token = this.#tokens.shift()!;
      if (token.text === '|') stages.push([]);
      else stages.at(-1)!.push(this.#operand(token));
    }
    if (stages.some((stage) => stage.length === 0))
      throw this.#fail('missing value for command', this.#position);
    return { declares, isAssignment, stages };
  }

  #place({ text, offset }: Token): TemplatePlace {
    const before = this.#input.slice(0, offset);
    // Go points at the last name of a chain: at the dot of ".items" in ".items.x" is column 8 of "{{.items.x}}".
    const lastDot = text.lastIndexOf('.');
    const column = offset - (before.lastIndexOf('\n') + 1) + Math.max(0, lastDot);
    return { line: before.split('\n').length, column, text };
  }

  #operand(token: Token): Operand {
    const place = this.#place(token);
    const { text } = token;
    if (text === '(') {
      const pipeline = this.#pipeline();
      if (this.#tokens.shift()?.text !== ')') throw this.#fail('unclosed left paren', token.offset);
      const next = this.#tokens[0];
      const names =
        next !== undefined && !next.isApart && next.text.startsWith('.')
          ? this.#tokens.shift()!.text.slice(1).split('.')
          : [];
      return { type: 'pipeline', pipeline, names, place };
    }
    if (text.startsWith('"')) return { type: 'literal', value: unquoteGo(text), place };
    if (text.startsWith('`')) return { type: 'literal', value: text.slice(1, -1), place };
    if (/^[+-]?\d/.test(text)) return { type: 'literal', value: Number(text), place };
    if (text === 'true' || text === 'false') return { type: 'literal', value: text === 'true', place };
    if (text === 'nil') return { type: 'literal', value: null, place };
    if (text === '.') return { type: 'field', base: undefined, names: [], place };
    if (text.startsWith('.'))
      return { type: 'field', base: undefined, names: text.slice(1).split('.'), place };
    if (text.startsWith('$')) {
      const [name = '$', ...names] = text.split('.');
      return { type: 'variable', name, names, place };
    }
    if (!functions.has(text)) throw this.#fail(`function "${text}" not defined`, token.offset);
    return { type: 'function', name: text, place };
  }
}

const unquoteGo = (quoted: string): string => {
  const escapes: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    a: '\x07',
    b: '\b',
    f: '\f',
    v: '\v',
  };
  return quoted
    .slice(1, -1)
    .replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)/gs, (_, escape: string) =>
      escape.length > 1
        ? String.fromCodePoint(Number.parseInt(escape.slice(1), 16))
        : (escapes[escape] ?? escape),
    );
};

/** The nodes of a template. @throws OutputError with Go's text */
export const parseGoTemplate = (template: string): TemplateNode[] =>
  new TemplateParser(template, (message, offset) => {
    const line = template.slice(0, offset).split('\n').length;
    return new OutputError(`template: output:${line}: ${message}`);
  }).parse();
