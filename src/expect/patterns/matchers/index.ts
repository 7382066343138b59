/** The registry of matchers. */
import type { Matcher } from '../define-matcher.ts';
import { comparisons } from './comparisons.ts';
import { lists } from './lists.ts';
import { values } from './values.ts';

export const matchers: readonly Matcher[] = [...comparisons, ...values, ...lists];
