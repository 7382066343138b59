/** The functions of Go's text/template, and kubectl's own two, over JSON values. */
import { goQuote, goValueText } from '../go-format.ts';
import { OutputError } from './output-error.ts';

/** @source go text/template/exec.go truth */
export const isTruthy = (value: unknown): boolean => {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return false;
  if (typeof value === 'object') return Object.keys(value).length > 0;
  return true;
};

const size = (value: unknown): number => {
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length;
  throw new OutputError(
    value === undefined || value === null ? 'len of nil pointer' : `len of type ${typeof value}`,
  );
};

const index = (value: unknown, keys: readonly unknown[]): unknown =>
  keys.reduce<unknown>((found, key) => {
    if (found === undefined || found === null) throw new OutputError('index of untyped nil');
    if (Array.isArray(found)) {
      if (typeof key !== 'number') throw new OutputError(`cannot index slice/array with type ${typeof key}`);
      if (key < 0 || key >= found.length) throw new OutputError(`index out of range: ${key}`);
      return found[key] as unknown;
    }
    if (typeof found !== 'object') throw new OutputError(`can't index item of type ${typeof found}`);
    return (found as Record<string, unknown>)[String(key as string)];
  }, value);

const compare = (a: unknown, b: unknown): number => {
  if (typeof a !== typeof b || typeof a === 'object')
    throw new OutputError('incompatible types for comparison');
  return a === b ? 0 : (a as string) < (b as string) ? -1 : 1;
};

/** The verbs %s %v %d %q %t %f and %%, with width and flags - and 0. */
const sprintf = (format: string, values: readonly unknown[]): string => {
  let next = 0;
  return format.replace(
    /%([-0]*)(\d*)(?:\.(\d+))?([svdqtf%])/g,
    (_, flags: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      if (next >= values.length) return `%!${verb}(MISSING)`;
      const value = values[next++];
      const text =
        verb === 'q'
          ? goQuote(String(value as string))
          : verb === 'f'
            ? Number(value).toFixed(precision === undefined ? 6 : Number(precision))
            : goValueText(value);
      if (flags.includes('-')) return text.padEnd(Number(width));
      return text.padStart(Number(width), flags.includes('0') && verb !== 's' ? '0' : ' ');
    },
  );
};

/** Operands of print are parted by blanks where neither is a string. */
const sprint = (values: readonly unknown[]): string =>
  values
    .map((value, position) => {
      const before = values[position - 1];
      const isParted = position > 0 && typeof value !== 'string' && typeof before !== 'string';
      return (isParted ? ' ' : '') + goValueText(value);
    })
    .join('');

const decodeBase64 = (text: unknown): string => {
  try {
    return new TextDecoder().decode(
      Uint8Array.from(atob(String(text as string)), (character) => character.charCodeAt(0)),
    );
  } catch (error) {
    if (error instanceof DOMException) throw new OutputError('base64 decode failed');
    throw error;
  }
};

const isThere = (value: unknown, keys: readonly unknown[]): boolean => {
  try {
    return index(value, keys) !== undefined;
  } catch (caught) {
    if (caught instanceof OutputError) return false;
    throw caught;
  }
};

/** The first that is so, else the last. */
const firstIndex = (values: readonly unknown[], isSo: (value: unknown) => boolean): number => {
  const found = values.findIndex(isSo);
  return found < 0 ? values.length - 1 : found;
};

/** @throws OutputError with Go's text @source go text/template/funcs.go */
export const callTemplateFunction = (name: string, values: readonly unknown[]): unknown => {
  const [first, ...rest] = values;
  switch (name) {
    case 'and':
      return values[firstIndex(values, (value) => !isTruthy(value))];
    case 'or':
      return values[firstIndex(values, isTruthy)];
    case 'not':
      return !isTruthy(first);
    case 'len':
      return size(first);
    case 'index':
      return index(first, rest);
    case 'exists':
      return isThere(first, rest);
    case 'print':
      return sprint(values);
    case 'println':
      return `${values.map(goValueText).join(' ')}\n`;
    case 'printf':
      return sprintf(String(first as string), rest);
    case 'eq':
      return rest.some((value) => compare(first, value) === 0);
    case 'ne':
      return compare(first, rest[0]) !== 0;
    case 'lt':
      return compare(first, rest[0]) < 0;
    case 'le':
      return compare(first, rest[0]) <= 0;
    case 'gt':
      return compare(first, rest[0]) > 0;
    case 'ge':
      return compare(first, rest[0]) >= 0;
    case 'base64decode':
      return decodeBase64(first);
    default:
      throw new OutputError(`${name} is not supported by labproof`);
  }
};
