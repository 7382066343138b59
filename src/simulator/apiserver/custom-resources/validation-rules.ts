/** x-kubernetes-validations: rules in CEL, on objects and on what they were. @since k8s 1.25 (on by default) */
import type { Environment } from '@marcbachmann/cel-js';
import {
  additionalOf,
  badValueOf,
  FieldPath,
  invalidField,
  isAtLeast,
  isRecord,
  propertyOf,
  type FieldError,
  type JsonSchema,
  type KubeObject,
  type KubernetesVersion,
  type ValidationRule,
} from '../../../kube/index.ts';

type Program = (bindings: Record<string, unknown>) => unknown;

type Library = Pick<typeof import('@marcbachmann/cel-js'), 'Environment'>;

let library: Library | undefined;
let environment: Environment | undefined;

/** Whoever lets definitions in gives the library first: it takes its time to load, and few need it. */
export const provideRuleLibrary = (given: Library): void => {
  library = given;
};

const programs = new Map<string, Program | { error: string }>();

const compile = (rule: string): Program | { error: string } => {
  let program = programs.get(rule);
  if (program === undefined) {
    if (library === undefined) return { error: 'there is no CEL library; call provideRuleLibrary first' };
    environment ??= new library.Environment({
      unlistedVariablesAreDyn: true,
      enableOptionalTypes: true,
      homogeneousAggregateLiterals: false,
    });
    try {
      program = environment.parse(rule) as unknown as Program;
    } catch (error) {
      program = { error: error instanceof Error ? error.message : String(error) };
    }
    programs.set(rule, program);
  }
  return program;
};

/** Why a rule cannot be used; undefined when it can. */
export const compileError = (rule: string): string | undefined => {
  const program = compile(rule);
  return 'error' in program ? `ERROR: ${program.error}` : undefined;
};

/** CEL's values: whole numbers are its ints. */
const celValue = (value: unknown): unknown => {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(celValue);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, celValue(member)]));
};

const evaluate = (expression: string, bindings: Record<string, unknown>): unknown => {
  const program = compile(expression);
  if ('error' in program) throw new Error(program.error);
  return program(bindings);
};

const messageOf = (rule: ValidationRule, bindings: Record<string, unknown>): string => {
  if (rule.messageExpression !== undefined) {
    try {
      const text = evaluate(rule.messageExpression, bindings);
      if (typeof text === 'string' && text !== '') return text;
    } catch {
      // Then the message, as upstream does.
    }
  }
  return rule.message ?? `failed rule: ${rule.rule.trim()}`;
};

/** @deviates a rule that cannot be evaluated is reported in the CEL library's words */
const checkRule = (
  rule: ValidationRule,
  path: FieldPath | undefined,
  self: unknown,
  old: unknown,
  version: KubernetesVersion,
): FieldError[] => {
  const isTransition = /\boldSelf\b/.test(rule.rule);
  if (isTransition && old === undefined && rule.optionalOldSelf !== true) return [];
  const bindings = { self: celValue(self), ...(old === undefined ? {} : { oldSelf: celValue(old) }) };
  const where = `${path?.toString() ?? '<nil>'}${rule.fieldPath ?? ''}`.replace(/^<nil>\./, '');
  const shown = isRecord(self) && !isAtLeast(version, 32) ? 'object' : badValueOf(self, version);
  try {
    const answer = evaluate(rule.rule, bindings);
    return answer === true ? [] : [invalidField(where, shown, messageOf(rule, bindings))];
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    return [invalidField(where, shown, `${why} evaluating rule: ${rule.message ?? rule.rule}`)];
  }
};

const visit = (
  schema: JsonSchema,
  path: FieldPath | undefined,
  self: unknown,
  old: unknown,
  version: KubernetesVersion,
): FieldError[] => {
  const rules = schema['x-kubernetes-validations'] ?? [];
  const errors = rules.flatMap((rule) => checkRule(rule, path, self, old, version));
  if (Array.isArray(self)) {
    const { items } = schema;
    // Items of plain lists have no past.
    if (items !== undefined)
      self.forEach((item, index) =>
        errors.push(...visit(items, path?.index(index), item, undefined, version)),
      );
    return errors;
  }
  if (!isRecord(self)) return errors;
  for (const [name, member] of Object.entries(self)) {
    const property = propertyOf(schema, name);
    const inner = property ?? additionalOf(schema);
    if (inner === undefined || member === null) continue;
    const before = isRecord(old) ? old[name] : undefined;
    const where = property === undefined ? path?.key(name) : (path?.child(name) ?? FieldPath.of(name));
    errors.push(...visit(inner, where, member, before, version));
  }
  return errors;
};

/** What rules of the schema an object breaks. @source k8s 1.25 apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go */
export const checkRules = (
  object: KubeObject,
  old: KubeObject | undefined,
  schema: JsonSchema,
  version: KubernetesVersion,
): FieldError[] => (isAtLeast(version, 25) ? visit(schema, undefined, object, old, version) : []);
