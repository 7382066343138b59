/** Numbers that may be percentages of a total: maxSurge, maxUnavailable, minAvailable. */
import { goAtoi, goQuote } from './go-format.ts';
import type { IntOrString } from './objects/index.ts';
import { ValueError } from './value-error.ts';

/**
 * The number itself, or the percentage of `total`.
 * @throws ValueError with upstream's text when a string is not a percentage
 * @source k8s 1.20 apimachinery/pkg/util/intstr/intstr.go GetScaledValueFromIntOrPercent
 */
export const scaledIntOrPercent = (value: IntOrString, total: number, roundUp: boolean): number => {
  if (typeof value === 'number') return value;
  if (!value.endsWith('%'))
    throw new ValueError('invalid value for IntOrString: invalid type: string is not a percentage');
  const percent = goAtoi(value.slice(0, -1));
  if ('error' in percent)
    throw new ValueError(`invalid value for IntOrString: invalid value ${goQuote(value)}: ${percent.error}`);
  const scaled = (percent.value * total) / 100;
  return roundUp ? Math.ceil(scaled) : Math.floor(scaled);
};

/** True for "25%": a string of digits that ends in a percent sign. */
export const isPercent = (value: IntOrString): value is string =>
  typeof value === 'string' && /^\d+%$/.test(value);
