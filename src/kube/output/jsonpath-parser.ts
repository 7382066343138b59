/** Reads kubectl's dialect of JSONPath into nodes. */
import { OutputError } from './output-error.ts';

export interface SliceBound {
  isKnown: boolean;
  value: number;
  /** The end of a single index. */
  isDerived?: boolean;
}

export type PathNode =
  | { type: 'text'; text: string }
  | { type: 'list'; nodes: PathNode[] }
  | { type: 'identifier'; name: string }
  | { type: 'literal'; value: number | boolean; isFloat?: boolean }
  | { type: 'field'; name: string }
  | { type: 'wildcard' }
  | { type: 'recursive' }
  | { type: 'slice'; bounds: [SliceBound, SliceBound, SliceBound] }
  | { type: 'union'; lists: PathNode[][] }
  | { type: 'filter'; left: PathNode[]; right: PathNode[]; operator: string };

const isTerminator = (character: string | undefined): boolean =>
  character === undefined || ' \t\r\n.,[]$@{}'.includes(character);
const isAlphaNumeric = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{Nd}_]/u.test(character);

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** @source k8s 1.20 client-go/util/jsonpath/parser.go UnquoteExtend */
const unquote = (quoted: string): string =>
  quoted
    .slice(1, -1)
    .replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs, (_, escape: string) =>
      escape.length > 1
        ? String.fromCodePoint(Number.parseInt(escape.slice(1), 16))
        : (escapes[escape] ?? escape),
    );

/** Reads the inside of one `{…}`. */
const parseAction = (text: string): PathNode[] => {
  const [list] = new Parser(`{${text}}`).parse();
  return list?.type === 'list' ? list.nodes : [];
};

const sliceOperator = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;

const readSlice = (text: string): PathNode => {
  const match = sliceOperator.exec(text);
  if (match === null) throw new OutputError(`invalid array index ${text}`);
  const start: SliceBound =
    match[1] === '' || match[1] === undefined
      ? { isKnown: false, value: 0 }
      : { isKnown: true, value: atoi(match[1]) };
  const bound = (part: string | undefined): SliceBound =>
    part === undefined || part === ':'
      ? { isKnown: false, value: 0 }
      : { isKnown: true, value: atoi(part.slice(1)) };
  const end =
    match[2] === undefined ? { isKnown: true, value: start.value + 1, isDerived: true } : bound(match[2]);
  return { type: 'slice', bounds: [start, end, bound(match[3])] };
};

const atoi = (text: string): number => {
  if (!/^-?\d+$/.test(text)) throw new OutputError(`array index ${text} is not a number`);
  return Number(text);
};

/** @source k8s 1.20 client-go/util/jsonpath/parser.go */
class Parser {
  readonly #input: string;
  #position = 0;

  constructor(input: string) {
    this.#input = input;
  }

  parse(): PathNode[] {
    const root: PathNode[] = [];
    while (this.#position < this.#input.length) {
      const brace = this.#input.indexOf('{', this.#position);
      const end = brace < 0 ? this.#input.length : brace;
      if (end > this.#position) root.push({ type: 'text', text: this.#input.slice(this.#position, end) });
      this.#position = end;
      if (brace >= 0) {
        this.#position++;
        root.push({ type: 'list', nodes: this.#insideAction() });
      }
    }
    return root;
  }

  #insideAction(): PathNode[] {
    const nodes: PathNode[] = [];
    for (;;) {
      const rest = this.#input.slice(this.#position);
      if (rest.startsWith('}')) {
        this.#position++;
        return nodes;
      }
      if (rest.startsWith('[?(')) nodes.push(this.#filter());
      else if (rest.startsWith('..')) {
        if (nodes.at(-1)?.type === 'recursive') throw new OutputError('invalid multiple recursive descent');
        this.#position += 2;
        nodes.push({ type: 'recursive' });
        if (isAlphaNumeric(this.#input[this.#position])) nodes.push(this.#field());
      } else this.#one(rest, nodes);
    }
  }

  #one(rest: string, nodes: PathNode[]): void {
    const character = rest[0];
    if (character === undefined || character === '\n' || character === '\r')
      throw new OutputError('unclosed action');
    if (character === ' ' || character === '@' || character === '$') this.#position++;
    else if (character === '[') nodes.push(...this.#array());
    else if (character === '"' || character === "'") nodes.push(this.#quote(character));
    else if (character === '.') {
      this.#position++;
      nodes.push(this.#field());
    } else if (/[+\-\d]/.test(character)) nodes.push(this.#number(rest));
    else if (isAlphaNumeric(character)) nodes.push(this.#identifier());
    else {
      const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
      throw new OutputError(`unrecognized character in action: U+${code} '${character}'`);
    }
  }

  #field(): PathNode {
    const start = this.#position;
    while (!isTerminator(this.#input[this.#position]))
      this.#position += this.#input[this.#position] === '\\' ? 2 : 1;
    const name = this.#input.slice(start, this.#position);
    return name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') };
  }

  #identifier(): PathNode {
    const start = this.#position;
    while (!isTerminator(this.#input[this.#position])) this.#position++;
    const name = this.#input.slice(start, this.#position);
    return name === 'true' || name === 'false'
      ? { type: 'literal', value: name === 'true' }
      : { type: 'identifier', name };
  }

  #number(rest: string): PathNode {
    const text = /^[+-]?[\d.]*/.exec(rest)![0];
    this.#position += text.length;
    if (/^[+-]?\d+$/.test(text)) return { type: 'literal', value: Number(text) };
    if (/^[+-]?(\d+\.\d*|\.\d+)$/.test(text)) return { type: 'literal', value: Number(text), isFloat: true };
    throw new OutputError(`cannot parse number ${text}`);
  }

  #quote(quote: string): PathNode {
    const start = this.#position;
    let end = start + 1;
    while (this.#input[end] !== quote || this.#input[end - 1] === '\\') {
      if (this.#input[end] === undefined || this.#input[end] === '\n')
        throw new OutputError('unterminated quoted string');
      end++;
    }
    this.#position = end + 1;
    return { type: 'text', text: unquote(this.#input.slice(start, end + 1)) };
  }

  #array(): PathNode[] {
    const end = this.#input.indexOf(']', this.#position);
    const text = this.#input.slice(this.#position + 1, end);
    if (end < 0 || text.includes('\n')) throw new OutputError('unterminated array');
    this.#position = end + 1;
    if (text === '*') return [readSlice(':')];
    const parts = text.split(',');
    if (parts.length > 1)
      return [{ type: 'union', lists: parts.map((part) => parseAction(`[${part.trim()}]`)) }];
    const key = /^'([^']*)'$/.exec(text);
    return key === null ? [readSlice(text)] : parseAction(`.${key[1]!}`);
  }

  #filter(): PathNode {
    this.#position += '[?('.length;
    const start = this.#position;
    let quote: string | undefined;
    let isClosed = false;
    for (;;) {
      const character = this.#input[this.#position++];
      if (character === undefined || character === '\n') throw new OutputError('unterminated filter');
      if (character === '"' || character === "'") {
        if (quote === undefined) quote = character;
        else if (this.#input[this.#position - 2] !== '\\' && character === quote) isClosed = true;
      } else if (character === ')' && (quote !== undefined) === isClosed) break;
    }
    if (this.#input[this.#position++] !== ']') throw new OutputError('unclosed array expect ]');
    const text = this.#input.slice(start, this.#position - 2);
    const match = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text);
    if (match === null) return { type: 'filter', left: parseAction(text), right: [], operator: 'exists' };
    return {
      type: 'filter',
      left: parseAction(match[1]!),
      right: parseAction(match[3]!),
      operator: match[2]!,
    };
  }
}

/** The nodes of a template: texts and actions in turn. @throws OutputError with the parser's text */
export const parseJsonPath = (template: string): PathNode[] => new Parser(template).parse();
