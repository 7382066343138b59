/** Exact Kubernetes quantities ("250m", "64Mi", "1e3"): parse, print, add, subtract, compare. */
import { interpretSuffix, suffixOf } from './quantity-suffix.ts';
import type { QuantityFormat } from './quantity-suffix.ts';
import { ValueError } from './value-error.ts';

export type { QuantityFormat } from './quantity-suffix.ts';

/** An immutable quantity: `unscaled` × 10^`scale`. */
export interface Quantity {
  readonly unscaled: bigint;
  /** A power of ten: -3 means thousandths. */
  readonly scale: number;
  readonly format: QuantityFormat;
  /** Upstream holds it in arbitrary precision instead of an int64; only values out of range tell the difference. */
  readonly isBig: boolean;
  /** The text it was read from, where upstream reuses that when printing. */
  readonly text?: string;
}

/** Two patterns, so that no text makes either go back and forth. */
const numberPattern = /^([+-]?)(\d*)(?:\.(\d*))?/;
const suffixPattern = /^[eEinumkKMGTP]*[-+]?\d*$/;
const wrongFormat =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const maxInt64 = 2n ** 63n - 1n;
const nanoScale = -9;
/** Upstream's maxInt64Factors: longer numbers take the arbitrary-precision path. */
const maxInt64Digits = 18;
const maxExponent = 10_000;

const fitsInt64 = (value: bigint): boolean => value <= maxInt64 && value >= -maxInt64 - 1n;
/** @deviates upstream reckons with any exponent, for as long as it takes */
const power10 = (exponent: number): bigint => {
  if (exponent > maxExponent) throw new ValueError('quantity is out of range');
  return 10n ** BigInt(exponent);
};

/** `value` / 10^`digits`, rounded away from zero. */
const divideUp = (value: bigint, digits: number): bigint => {
  const divisor = power10(digits);
  const result = value / divisor;
  if (value % divisor === 0n) return result;
  return value < 0n ? result - 1n : result + 1n;
};

/**
 * Reads a quantity as upstream does. Numbers are what JSON and YAML have for unquoted quantities.
 * @throws ValueError with upstream's text
 * @source k8s 1.20 apimachinery/pkg/api/resource/quantity.go ParseQuantity
 */
export const parseQuantity = (input: string | number): Quantity => {
  const text = typeof input === 'number' ? String(input) : input;
  if (text === '') throw new ValueError(wrongFormat);
  const [number = '', sign = '', digits = '', decimals = ''] = numberPattern.exec(text) ?? [];
  const suffix = text.slice(number.length);
  if (!suffixPattern.test(suffix)) throw new ValueError(wrongFormat);
  const meaning = interpretSuffix(suffix);
  if (meaning === undefined) throw new ValueError("unable to parse quantity's suffix");
  const whole = digits.replace(/^0+/, '') || '0';
  const isNegative = sign === '-';
  const fast = fastQuantity(text, isNegative, whole, decimals, meaning);
  if (fast !== undefined) return fast;
  if (digits + decimals === '') throw new ValueError('unable to parse numeric part of quantity');
  return bigQuantity(isNegative, BigInt(whole + decimals), decimals.length, meaning);
};

type Suffix = NonNullable<ReturnType<typeof interpretSuffix>>;

/** Upstream's int64 path; undefined where it would take the arbitrary-precision one. */
const fastQuantity = (
  text: string,
  isNegative: boolean,
  whole: string,
  decimals: string,
  { exponent, format }: Suffix,
): Quantity | undefined => {
  let scale = -decimals.length;
  let mantissa = 1n;
  let precision = maxInt64Digits - whole.length - decimals.length;
  if (format === 'BinarySI') {
    if (decimals !== '') return undefined;
    mantissa = 1n << BigInt(exponent);
    precision = 15 - whole.length - Math.trunc((exponent * 3) / 10) - 1;
  } else {
    scale += exponent;
  }
  if (precision < 0 || scale < nanoScale) return undefined;
  const shifted = whole + decimals;
  const value = BigInt(shifted);
  if (!fitsInt64(value)) throw new ValueError('unable to parse numeric part of quantity');
  const product = value * mantissa;
  if (!fitsInt64(product)) return undefined;
  const isCanonical =
    format === 'BinarySI'
      ? (value & 7n) !== 0n
      : scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
  const unscaled = isNegative ? -product : product;
  return { unscaled, scale, format, isBig: false, ...(isCanonical ? { text } : {}) };
};

const bigQuantity = (
  isNegative: boolean,
  digits: bigint,
  decimalCount: number,
  { base, exponent, format: asked }: Suffix,
): Quantity => {
  let format = asked;
  let unscaled = base === 2 ? digits << BigInt(exponent) : digits;
  let scale = base === 2 ? -decimalCount : exponent - decimalCount;
  if (unscaled !== 0n) {
    unscaled = rescale(unscaled, scale, nanoScale);
    scale = nanoScale;
  }
  if (format === 'BinarySI') {
    const isTooBig = compareScaled(unscaled, scale, maxInt64, 0) > 0;
    if (isTooBig) [unscaled, scale] = [maxInt64, 0];
    if (unscaled > 0n && compareScaled(unscaled, scale, 1n, 0) < 0) format = 'DecimalSI';
  }
  return { unscaled: isNegative ? -unscaled : unscaled, scale, format, isBig: true };
};

/** `value` at another scale, rounded away from zero where digits are lost. */
const rescale = (value: bigint, from: number, to: number): bigint =>
  from >= to ? value * power10(from - to) : divideUp(value, Math.min(to - from, 4096));

const signOfInteger = (value: bigint): -1 | 0 | 1 => (value === 0n ? 0 : value < 0n ? -1 : 1);

const compareScaled = (a: bigint, aScale: number, b: bigint, bScale: number): -1 | 0 | 1 => {
  if (Math.abs(aScale - bScale) > maxExponent || a === 0n || b === 0n) {
    const [left, right] = [signOfInteger(a), signOfInteger(b)];
    if (left !== right) return left < right ? -1 : 1;
    if (left === 0) return 0;
    return aScale > bScale === left > 0 ? 1 : -1;
  }
  const scale = Math.min(aScale, bScale);
  const left = a * power10(aScale - scale);
  const right = b * power10(bScale - scale);
  return left < right ? -1 : left > right ? 1 : 0;
};

/**
 * The text of a quantity in canonical form (or the text it was read from, where that already is).
 * @source k8s 1.20 apimachinery/pkg/api/resource/quantity.go String, CanonicalizeBytes
 */
export const formatQuantity = (quantity: Quantity): string => {
  if (quantity.text !== undefined) return quantity.text;
  const { unscaled, scale } = quantity;
  if (unscaled === 0n) return '0';
  if (quantity.format === 'BinarySI' && isWholeAndLarge(unscaled, scale)) {
    const [amount, times] = removeFactors(rescale(unscaled, scale, 0), 1024n);
    return `${amount}${suffixOf(2, times * 10, 'BinarySI')}`;
  }
  const [digits, times] = removeFactors(unscaled, 10n);
  const exponent = scale + times;
  const surplus = ((exponent % 3) + 3) % 3;
  const format = quantity.format === 'BinarySI' ? 'DecimalSI' : quantity.format;
  return `${digits * power10(surplus)}${suffixOf(10, exponent - surplus, format)}`;
};

const isWholeAndLarge = (unscaled: bigint, scale: number): boolean => {
  const isSmall =
    compareScaled(unscaled, scale, -1024n, 0) > 0 && compareScaled(unscaled, scale, 1024n, 0) < 0;
  return !isSmall && (scale >= 0 || unscaled % power10(-scale) === 0n);
};

const removeFactors = (value: bigint, factor: bigint): [rest: bigint, times: number] => {
  let rest = value;
  let times = 0;
  while (rest !== 0n && rest % factor === 0n) {
    rest /= factor;
    times++;
  }
  return [rest, times];
};

/** a + b. The result prints in a's format, or in b's when a is zero. @source k8s 1.20 quantity.go Add */
export const addQuantities = (a: Quantity, b: Quantity): Quantity => combine(a, b, b.unscaled);

/** a - b. The result prints in a's format, or in b's when a is zero. @source k8s 1.20 quantity.go Sub */
export const subtractQuantities = (a: Quantity, b: Quantity): Quantity => combine(a, b, -b.unscaled);

const combine = (a: Quantity, b: Quantity, change: bigint): Quantity => {
  const scale =
    a.unscaled === 0n && !a.isBig
      ? b.scale
      : change === 0n && !b.isBig
        ? a.scale
        : Math.min(a.scale, b.scale);
  const unscaled = alignedTo(scale, a.unscaled, a.scale) + alignedTo(scale, change, b.scale);
  const isBig = a.isBig || b.isBig || !fitsInt64(unscaled);
  return { unscaled, scale, format: a.unscaled === 0n ? b.format : a.format, isBig };
};

const alignedTo = (scale: number, unscaled: bigint, from: number): bigint =>
  unscaled === 0n ? 0n : unscaled * power10(from - scale);

/** -1 when a < b, 0 when equal, 1 when a > b. @source k8s 1.20 quantity.go Cmp */
export const compareQuantities = (a: Quantity, b: Quantity): -1 | 0 | 1 =>
  compareScaled(a.unscaled, a.scale, b.unscaled, b.scale);

export const isZeroQuantity = (quantity: Quantity): boolean => quantity.unscaled === 0n;

/** -1, 0 or 1. */
export const signOf = (quantity: Quantity): -1 | 0 | 1 => signOfInteger(quantity.unscaled);

/**
 * The quantity with nothing smaller than 10^`scale`, rounded away from zero (the API's own defaulting uses -3).
 * @source k8s 1.20 quantity.go RoundUp
 */
export const roundUpQuantity = (quantity: Quantity, scale: number): Quantity => {
  const { unscaled, format, isBig } = quantity;
  if (quantity.scale >= scale && !isBig) return { unscaled, scale: quantity.scale, format, isBig };
  return { unscaled: rescale(unscaled, quantity.scale, scale), scale, format, isBig };
};

/** A whole number as a quantity. @source k8s 1.20 quantity.go NewQuantity */
export const quantityOfValue = (value: number | bigint, format: QuantityFormat = 'DecimalSI'): Quantity => ({
  unscaled: BigInt(value),
  scale: 0,
  format,
  isBig: false,
});

/** Thousandths as a quantity. @source k8s 1.20 quantity.go NewMilliQuantity */
export const quantityOfMillis = (
  millis: number | bigint,
  format: QuantityFormat = 'DecimalSI',
): Quantity => ({
  unscaled: BigInt(millis),
  scale: -3,
  format,
  isBig: false,
});

/** The decimal digits of a quantity, as inf.Dec prints them: "1.500". */
export const decimalText = ({ unscaled, scale }: Quantity): string => {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
  if (scale >= 0) return sign + digits + (unscaled === 0n ? '' : '0'.repeat(scale));
  const padded = digits.padStart(1 - scale, '0');
  return `${sign}${padded.slice(0, scale)}.${padded.slice(scale)}`;
};
