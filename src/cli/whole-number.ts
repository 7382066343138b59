/** Reads a flag's value as a whole number. */
import { UsageError } from '../core/index.ts';

/** A parser of `flag`'s value. @throws UsageError when it is no whole number from `minimum` */
export const wholeNumber =
  (flag: string, minimum: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < minimum || !Number.isSafeInteger(value)) {
      throw new UsageError('bad-number', `${flag} ${text}: not a whole number from ${minimum}`, {
        hint: `as in ${flag} ${Math.max(minimum, 1)}`,
      });
    }
    return value;
  };
