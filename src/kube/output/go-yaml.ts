/** YAML as sigs.k8s.io/yaml (go-yaml v2) writes it for `kubectl -o yaml`: key order, quoting, block scalars, folding at 80 columns. */
import { canBePlain } from './yaml-plain.ts';
import { analyzeScalar } from './yaml-scalar.ts';

const bestWidth = 80;

const isLetter = (character: string): boolean => /\p{L}/u.test(character);
const isDigit = (character: string | undefined): boolean =>
  character !== undefined && /\p{Nd}/u.test(character);

/** Reads the digits from `start` on. */
const numberAt = (
  characters: readonly string[],
  start: number,
  seed: number,
): { value: number; end: number } => {
  let value = seed;
  let end = start;
  while (isDigit(characters[end])) value = value * 10 + Number(characters[end++]);
  return { value, end };
};

/** Keys in go-yaml's natural order: letters last, numbers by value. @source go-yaml v2 sorter.go keyList.Less */
const isKeyLess = (a: string, b: string): boolean => {
  const [left, right] = [[...a], [...b]];
  for (let index = 0; index < left.length && index < right.length; index++) {
    const [x, y] = [left[index]!, right[index]!];
    if (x === y) continue;
    const [isLeftLetter, isRightLetter] = [isLetter(x), isLetter(y)];
    if (isLeftLetter && isRightLetter) return x.codePointAt(0)! < y.codePointAt(0)!;
    if (isLeftLetter || isRightLetter) return isRightLetter;
    let seed = 0;
    if (x === '0' || y === '0') {
      for (let before = index - 1; before >= 0 && isDigit(left[before]); before--) {
        if (left[before] !== '0') seed = 1;
      }
    }
    const leftNumber = numberAt(left, index, seed);
    const rightNumber = numberAt(right, index, seed);
    if (leftNumber.value !== rightNumber.value) return leftNumber.value < rightNumber.value;
    if (leftNumber.end !== rightNumber.end) return leftNumber.end < rightNumber.end;
    return x.codePointAt(0)! < y.codePointAt(0)!;
  }
  return left.length < right.length;
};

const namedEscapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

const escaped = (character: string): string => {
  const name = namedEscapes[character];
  if (name !== undefined) return `\\${name}`;
  const code = character.codePointAt(0)!;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
};

/** Takes text and knows the column it is at. */
class Emitter {
  text = '';
  #column = 0;

  write(text: string): void {
    this.text += text;
    const lastBreak = text.lastIndexOf('\n');
    this.#column = lastBreak < 0 ? this.#column + [...text].length : [...text.slice(lastBreak + 1)].length;
  }

  get isFull(): boolean {
    return this.#column > bestWidth;
  }

  get isAtLineStart(): boolean {
    return this.#column === 0;
  }
}

/** Writes a string in the style go-yaml chooses; `indent` is that of continued lines. */
const writeString = (out: Emitter, value: string, indent: number, isKey: boolean): void => {
  const analysis = analyzeScalar(value);
  const wantsLiteral = value.includes('\n');
  if (wantsLiteral && analysis.isBlockAllowed && !isKey) return writeLiteral(out, value, indent);
  const isPlain = !wantsLiteral && canBePlain(value);
  if (isPlain && analysis.isPlainAllowed && value !== '') return writeFolded(out, value, indent, isKey, '');
  if (isPlain && analysis.isSingleAllowed && value !== '') return writeFolded(out, value, indent, isKey, "'");
  writeDouble(out, value, indent, isKey);
};

/** Plain and single-quoted scalars: a space beyond the best width becomes a line break. */
const writeFolded = (out: Emitter, value: string, indent: number, isKey: boolean, quote: "'" | ''): void => {
  out.write(quote);
  const characters = [...value];
  let wasSpace = false;
  for (const [index, character] of characters.entries()) {
    const isInside = quote === '' || (index > 0 && index < characters.length - 1);
    if (character === ' ' && !isKey && !wasSpace && out.isFull && isInside && characters[index + 1] !== ' ') {
      out.write(`\n${' '.repeat(indent)}`);
    } else out.write(character === "'" && quote === "'" ? "''" : character);
    wasSpace = character === ' ';
  }
  out.write(quote);
};

const writeDouble = (out: Emitter, value: string, indent: number, isKey: boolean): void => {
  out.write('"');
  const characters = [...value];
  let wasSpace = false;
  for (const [index, character] of characters.entries()) {
    const isInside = index > 0 && index < characters.length - 1;
    if (character === ' ' && !isKey && !wasSpace && out.isFull && isInside) {
      out.write(`\n${' '.repeat(indent)}${characters[index + 1] === ' ' ? '\\' : ''}`);
    } else if (
      /[\\"]/.test(character) ||
      !/[\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\u{10000}-\u{10ffff}]/u.test(character)
    ) {
      out.write(escaped(character));
    } else
      out.write(
        character === '\xa0' || character === '\u2028' || character === '\u2029'
          ? escaped(character)
          : character,
      );
    wasSpace = character === ' ';
  }
  out.write('"');
};

const writeLiteral = (out: Emitter, value: string, indent: number): void => {
  const hint = /^[ \n]/.test(value) ? '2' : '';
  const chomp = !value.endsWith('\n') ? '-' : value === '\n' || value.endsWith('\n\n') ? '+' : '';
  out.write(`|${hint}${chomp}\n`);
  const lines = value.split('\n');
  for (const [index, line] of lines.entries()) {
    const isLast = index === lines.length - 1;
    out.write((line === '' ? '' : ' '.repeat(indent) + line) + (isLast ? '' : '\n'));
  }
};

const writeScalar = (out: Emitter, value: unknown, indent: number, isKey = false): void => {
  if (typeof value === 'string') writeString(out, value, indent, isKey);
  else if (value === null || value === undefined) out.write('null');
  else out.write(String(value as number | boolean).replace(/e([+-])(\d)$/, 'e$10$2'));
};

const endLine = (out: Emitter): void => {
  if (!out.isAtLineStart) out.write('\n');
};

/** Writes a collection whose lines start at `indent`; the first line is begun already. */
const writeNode = (out: Emitter, value: unknown, indent: number): void => {
  const margin = ' '.repeat(indent);
  if (Array.isArray(value) && value.length > 0) {
    for (const [index, item] of value.entries()) {
      if (index > 0) out.write(margin);
      out.write('- ');
      writeValue(out, item, indent);
    }
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const keys = Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);
    keys.sort((a, b) => (isKeyLess(a, b) ? -1 : 1));
    for (const [index, key] of keys.entries()) {
      if (index > 0) out.write(margin);
      writeScalar(out, key, indent, true);
      out.write(':');
      const member = (value as Record<string, unknown>)[key];
      if (!isFilled(member)) {
        out.write(' ');
        writeValue(out, member, indent);
      } else {
        const inner = Array.isArray(member) ? indent : indent + 2;
        out.write(`\n${' '.repeat(inner)}`);
        writeNode(out, member, inner);
      }
    }
  }
};

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).some((member) => member !== undefined);

/** A value after "- " or "key: ", with its line's end. */
const writeValue = (out: Emitter, value: unknown, indent: number): void => {
  if (isFilled(value)) return writeNode(out, value, indent + 2);
  if (Array.isArray(value)) out.write('[]');
  else if (typeof value === 'object' && value !== null) out.write('{}');
  else writeScalar(out, value, indent + 2);
  endLine(out);
};

/** A JSON value as a YAML document, each line ended. */
export const goYaml = (value: unknown): string => {
  const out = new Emitter();
  if (isFilled(value)) writeNode(out, value, 0);
  else writeValue(out, value, 0);
  return out.text;
};
