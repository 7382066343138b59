/** The suffixes of quantities and the powers they stand for. */

export type QuantityFormat = 'DecimalExponent' | 'BinarySI' | 'DecimalSI';

export const decimalExponents: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
export const binaryExponents: Readonly<Record<string, number>> = {
  Ki: 10,
  Mi: 20,
  Gi: 30,
  Ti: 40,
  Pi: 50,
  Ei: 60,
};

const suffixByExponent = (exponents: Readonly<Record<string, number>>): ReadonlyMap<number, string> =>
  new Map(Object.entries(exponents).map(([suffix, exponent]) => [exponent, suffix]));

const decimalSuffixes = suffixByExponent(decimalExponents);
const binarySuffixes = suffixByExponent({ ...binaryExponents, '': 0 });

export interface SuffixMeaning {
  base: 2 | 10;
  exponent: number;
  format: QuantityFormat;
}

/**
 * What a suffix stands for; undefined when it is none.
 * @source k8s 1.20 apimachinery/pkg/api/resource/suffix.go interpret
 */
export const interpretSuffix = (suffix: string): SuffixMeaning | undefined => {
  const decimal = decimalExponents[suffix];
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' };
  const binary = binaryExponents[suffix];
  if (binary !== undefined) return { base: 2, exponent: binary, format: 'BinarySI' };
  if (!/^[eE][+-]?\d+$/.test(suffix)) return undefined;
  const exponent = BigInt(suffix.slice(1).replace('+', ''));
  if (BigInt.asIntN(64, exponent) !== exponent) return undefined;
  return { base: 10, exponent: Number(BigInt.asIntN(32, exponent)), format: 'DecimalExponent' };
};

/**
 * The suffix for base^exponent. Where there is none, upstream prints none, and so the number without its power.
 * @source k8s 1.20 apimachinery/pkg/api/resource/suffix.go constructBytes
 */
export const suffixOf = (base: 2 | 10, exponent: number, format: QuantityFormat): string => {
  if (base === 2) return binarySuffixes.get(exponent) ?? '';
  if (format === 'DecimalSI') return decimalSuffixes.get(exponent) ?? '';
  return exponent === 0 ? '' : `e${exponent}`;
};
