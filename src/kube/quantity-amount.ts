/** Quantities as plain numbers, for code that runs often: CPU in millis, everything else in whole units. */
import { parseQuantity } from './quantity.ts';
import type { Quantity } from './quantity.ts';

const asInt64 = (value: bigint): bigint => BigInt.asIntN(64, value);

/**
 * The value in units of 10^`scale`, rounded up as upstream does, overflow included.
 * @source k8s 1.20 apimachinery/pkg/api/resource/quantity.go ScaledValue, scale_int.go scaledValue, amount.go AsScaledInt64
 */
export const scaledValue = (quantity: Quantity, scale: number): bigint => {
  const { unscaled, isBig } = quantity;
  if (unscaled === 0n) return 0n;
  const difference = quantity.scale - scale;
  if (difference === 0) return asInt64(unscaled);
  if (!isBig) {
    if (difference > 18) return 0n;
    if (difference > 0) {
      const product = unscaled * 10n ** BigInt(difference);
      return asInt64(product) === product ? product : 0n;
    }
    const divisor = 10n ** BigInt(-difference);
    const rest = unscaled % divisor;
    return unscaled / divisor + (rest === 0n ? 0n : rest > 0n ? 1n : -1n);
  }
  if (difference > 0) return asInt64(unscaled * 10n ** BigInt(difference));
  const divisor = 10n ** BigInt(-difference);
  // Upstream divides the low 64 bits when the number is below the largest int64, however negative it is.
  const dividend = unscaled < 2n ** 63n - 1n && -difference < 19 ? asInt64(unscaled) : unscaled;
  return asInt64(dividend / divisor + (dividend % divisor === 0n ? 0n : 1n));
};

/** The value in whole units, rounded up. */
export const wholeValue = (quantity: Quantity): bigint => scaledValue(quantity, 0);

/** The value in thousandths, rounded up. */
export const milliValue = (quantity: Quantity): bigint => scaledValue(quantity, -3);

const millisByText = new Map<string, number>();
const valueByText = new Map<string, number>();
const cacheLimit = 20000;

const remember = (cache: Map<string, number>, text: string, value: number): number => {
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(text, value);
  return value;
};

/**
 * Thousandths of a quantity's text: cpuMillis("1.5") = 1500. Absent counts as 0. Remembered by text.
 * @throws ValueError when it is not a quantity
 */
export const cpuMillis = (text: string | number | undefined): number => {
  if (text === undefined) return 0;
  const key = typeof text === 'number' ? String(text) : text;
  return millisByText.get(key) ?? remember(millisByText, key, Number(milliValue(parseQuantity(key))));
};

/**
 * Whole units of a quantity's text: valueOf("64Mi") = 67108864. Absent counts as 0. Remembered by text.
 * @throws ValueError when it is not a quantity
 */
export const valueOf = (text: string | number | undefined): number => {
  if (text === undefined) return 0;
  const key = typeof text === 'number' ? String(text) : text;
  return valueByText.get(key) ?? remember(valueByText, key, Number(wholeValue(parseQuantity(key))));
};
