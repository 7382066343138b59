/** Name rules with a memory: the same names are checked by the thousand, and nearly all are valid. */
import type { NameRule } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { invalid } from './field-error.ts';
import type { FieldPath } from './field-path.ts';

const rememberedNames = 20_000;
const validByRule = new Map<NameRule, Set<string>>();

const isKnown = (rule: NameRule, value: string): boolean => validByRule.get(rule)?.has(value) === true;

const remember = (rule: NameRule, value: string): void => {
  let valid = validByRule.get(rule);
  if (valid === undefined) validByRule.set(rule, (valid = new Set()));
  if (valid.size >= rememberedNames) valid.clear();
  valid.add(value);
};

/** The texts of what is wrong with `value` by `rule`. Valid values are remembered. */
export const nameErrors = (rule: NameRule, value: string, version: KubernetesVersion): readonly string[] => {
  if (isKnown(rule, value)) return noErrors;
  const errors = rule(value, version);
  if (errors.length === 0) remember(rule, value);
  return errors;
};

const noErrors: readonly string[] = [];

/** Adds an error for each text that `rule` has against `value`. */
export const checkName = (
  errors: FieldError[],
  path: FieldPath | (() => FieldPath),
  value: string,
  rule: NameRule,
  version: KubernetesVersion,
): void => {
  if (isKnown(rule, value)) return;
  const texts = nameErrors(rule, value, version);
  if (texts.length === 0) return;
  const where = typeof path === 'function' ? path() : path;
  for (const text of texts) errors.push(invalid(where, value, text));
};
