/** Values printed as Go's fmt and strconv do, for messages that upstream composes with %q and %v. */
import { isJsonObject } from './json-value.ts';

const escapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** A text in quotes as %q prints it. */
export const goQuote = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- control characters are what Go escapes
  `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (char) => escapes[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;

/** A JSON value as %v prints it: map[a:1 b:[x y]]. */
export const goValueText = (value: unknown): string => {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goValueText).join(' ')}]`;
  if (isJsonObject(value)) {
    const fields = Object.keys(value).sort();
    return `map[${fields.map((field) => `${field}:${goValueText(value[field])}`).join(' ')}]`;
  }
  return typeof value === 'number' ? goNumberText(value) : String(value as string | boolean);
};

/** A number as %v prints it once it came from JSON: int64 where it is whole, else a float64. */
const goNumberText = (value: number): string => {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return BigInt(value).toString();
  const [mantissa = '', exponent] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 21) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
};

/** What strconv.Atoi answers: the number, or the text of its error. */
export const goAtoi = (text: string): { value: number } | { error: string } => {
  if (!/^[+-]?\d+$/.test(text)) return { error: `strconv.Atoi: parsing ${goQuote(text)}: invalid syntax` };
  const value = BigInt(text.replace('+', ''));
  if (BigInt.asIntN(64, value) !== value)
    return { error: `strconv.Atoi: parsing ${goQuote(text)}: value out of range` };
  return { value: Number(value) };
};
