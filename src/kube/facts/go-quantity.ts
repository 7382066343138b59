/** The fields of Go's resource.Quantity after parsing a text: only the dump of a template needs them apart. */

import { binaryExponents, decimalExponents } from '../quantity-suffix.ts';

export interface GoQuantity {
  value: bigint;
  scale: number;
  /** The text kept as it was, where upstream sees that it is canonical. */
  text: string;
  format: 'DecimalSI' | 'BinarySI' | 'DecimalExponent' | '';
}

/** @source k8s 1.20 apimachinery/pkg/api/resource/quantity.go ParseQuantity (the path that needs no arbitrary precision) */
export const parseGoQuantity = (text: string | undefined): GoQuantity => {
  if (text === undefined) return { value: 0n, scale: 0, text: '', format: '' };
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([+-]?\d+))$/.exec(text);
  if (match === null) return { value: 0n, scale: 0, text: '', format: '' };
  const [, sign = '', whole = '', fraction = '', binary, decimal = '', exponentText] = match;
  const denominator = fraction.replace(/0+$/, '');
  const numerator = whole.replace(/^0+/, '') || '0';
  const shifted = numerator + denominator;
  const magnitude = BigInt(shifted);
  const signed = (value: bigint): bigint => (sign === '-' ? -value : value);
  if (binary !== undefined) {
    const exponent = binaryExponents[binary] ?? 0;
    const isCanonical = exponent % 10 === 0 && (magnitude & 7n) !== 0n;
    return {
      value: signed(magnitude << BigInt(exponent)),
      scale: 0,
      text: isCanonical ? text : '',
      format: 'BinarySI',
    };
  }
  const exponent = exponentText === undefined ? (decimalExponents[decimal] ?? 0) : Number(exponentText);
  const scale = exponent - denominator.length;
  const isCanonical = scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
  return {
    value: signed(magnitude),
    scale,
    text: isCanonical ? text : '',
    format: exponentText === undefined ? 'DecimalSI' : 'DecimalExponent',
  };
};
