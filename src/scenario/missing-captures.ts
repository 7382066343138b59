/** Which captures a step refers to that nothing is bound to. */
import { capturesIn } from '../expect/index.ts';

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The names in `value` for which nothing is captured, each once. */
export const missingCaptures = (value: unknown, captures: Readonly<Record<string, unknown>>): string[] => {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part === 'string')
      for (const name of capturesIn(part)) if (!(name in captures)) names.add(name);
    if (Array.isArray(part)) part.forEach(visit);
    else if (isPlain(part)) Object.values(part).forEach(visit);
  };
  visit(value);
  return [...names];
};
