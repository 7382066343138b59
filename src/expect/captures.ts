/** $(name): values bound by earlier steps, put into texts and values. $$(name) stands for itself without the first $. */
import { LabproofError } from '../core/index.ts';
import type { Position } from '../core/index.ts';

export type Captures = Readonly<Record<string, unknown>>;

const reference = /\$?\$\(([A-Za-z][\w-]*)\)/g;
const whole = /^\$\(([A-Za-z][\w-]*)\)$/;

/** The names that a text refers to. */
export const capturesIn = (text: string): string[] =>
  [...text.matchAll(reference)].filter((match) => !match[0].startsWith('$$')).map((match) => match[1]!);

const valueOf = (name: string, captures: Captures, position?: Position): unknown => {
  if (Object.hasOwn(captures, name)) return captures[name];
  const known = Object.keys(captures).join(', ');
  const hint = known === '' ? 'no value is bound yet' : `bound so far: ${known}`;
  throw new LabproofError('unbound-capture', `nothing is captured under the name "${name}"`, {
    hint,
    ...(position === undefined ? {} : { position }),
  });
};

const asText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(asText).join(' ')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);

/** The text with every $(name) replaced. @throws LabproofError unbound-capture */
export const fillText = (text: string, captures: Captures, position?: Position): string =>
  text.includes('$(')
    ? text.replace(reference, (match, name: string) =>
        match.startsWith('$$') ? match.slice(1) : asText(valueOf(name, captures, position)),
      )
    : text;

/** Any plain data with captures filled in; a text that is one $(name) becomes the value itself, with its type. */
export const fillCaptures = <T>(value: T, captures: Captures): T => {
  if (typeof value === 'string') {
    const match = whole.exec(value);
    return (match === null ? fillText(value, captures) : valueOf(match[1]!, captures)) as T;
  }
  if (Array.isArray(value)) return value.map((member: unknown) => fillCaptures(member, captures)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      fillText(key, captures),
      fillCaptures(member as unknown, captures),
    ]),
  ) as T;
};
