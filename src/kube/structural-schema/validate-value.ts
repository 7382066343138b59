/** Holds a value against a schema, as upstream's OpenAPI validator does. */
import { isAtLeast, type KubernetesVersion } from '../version.ts';
import { deepEqual } from '../json-value.ts';
import type { FieldError } from '../validation/index.ts';
import { goRegExp } from './go-reg-exp.ts';
import { isOfFormat } from './formats.ts';
import { childPath, isRecord, propertyOf, type JsonSchema } from './json-schema.ts';
import { ValueErrors } from './value-errors.ts';

/** The errors, and how many checks held: of schemas of which one must hold, the best one's errors are told. */
interface Result {
  errors: FieldError[];
  matches: number;
}

const good = (): Result => ({ errors: [], matches: 0 });
const bad = (...errors: FieldError[]): Result => ({ errors, matches: 0 });

const merge = (into: Result, ...others: Result[]): Result => {
  for (const other of others) {
    // What is said in the same words is said once.
    for (const error of other.errors) {
      const isSaid = into.errors.some(
        ({ field, detail }) => field === error.field && detail === error.detail,
      );
      if (!isSaid || error.detail === '') into.errors.push(error);
    }
    into.matches += other.matches;
  }
  return into;
};

const typesOf = (schema: JsonSchema): readonly string[] => {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  return schema.type === undefined || schema.type === '' ? [] : [schema.type];
};

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
};

const checkType = (errors: ValueErrors, path: string, schema: JsonSchema, value: unknown): Result => {
  const types = typesOf(schema);
  if (types.length === 0) return good();
  const found = typeOf(value);
  if (found === 'null' && schema.nullable === true) return { errors: [], matches: 1 };
  const isKnownFormat = schema.format !== undefined && isOfFormat(schema.format, '') !== undefined;
  const isText = found === 'string' || found === 'array';
  // A text of a known format is judged by that alone.
  if (isKnownFormat && isText && !types.includes('number') && !types.includes('integer'))
    return { errors: [], matches: 1 };
  const holds = types.includes(found) || (found === 'integer' && types.includes('number'));
  return holds ? { errors: [], matches: 1 } : bad(errors.wrongType(path, types.join(','), found));
};

const checkText = (errors: ValueErrors, path: string, schema: JsonSchema, text: string): Result => {
  const { maxLength, minLength, pattern } = schema;
  const length = [...text].length;
  if (maxLength !== undefined && length > maxLength) return bad(errors.tooLong(path, text, maxLength));
  if (minLength !== undefined && length < minLength)
    return bad(errors.outside(path, text, `should be at least ${minLength} chars long`));
  if (pattern !== undefined && pattern !== '' && goRegExp(pattern)?.test(text) !== true)
    return bad(errors.outside(path, text, `should match '${pattern}'`));
  return good();
};

const isMultiple = (value: number, factor: number): boolean => {
  const quotient = factor < 1 ? (1 / factor) * value : value / factor;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9 * Math.max(1, Math.abs(quotient));
};

const checkNumber = (errors: ValueErrors, path: string, schema: JsonSchema, value: number): Result => {
  const { multipleOf, minimum, maximum } = schema;
  const result: Result = { errors: [], matches: 1 };
  const refuse = (rule: string, limit: number): void => {
    result.errors.push(errors.outside(path, value, rule, limit));
  };
  if (multipleOf !== undefined && !isMultiple(value, multipleOf))
    refuse(`should be a multiple of ${multipleOf}`, multipleOf);
  if (minimum !== undefined) {
    if (schema.exclusiveMinimum === true ? value <= minimum : value < minimum)
      refuse(
        `should be greater than ${schema.exclusiveMinimum === true ? '' : 'or equal to '}${minimum}`,
        minimum,
      );
  }
  if (maximum !== undefined) {
    if (schema.exclusiveMaximum === true ? value >= maximum : value > maximum)
      refuse(
        `should be less than ${schema.exclusiveMaximum === true ? '' : 'or equal to '}${maximum}`,
        maximum,
      );
  }
  return result;
};

const checkList = (
  errors: ValueErrors,
  path: string,
  schema: JsonSchema,
  list: readonly unknown[],
): Result => {
  const { items, minItems, maxItems } = schema;
  const result = good();
  const isBracketed = isAtLeast(errors.version, 24);
  if (items !== undefined) {
    list.forEach((item, index) => {
      // Until 1.23 the index is missing in what is said of items.
      merge(result, check(errors, isBracketed ? `${path}[${index}]` : path, items, item));
    });
  }
  if (minItems !== undefined && list.length < minItems)
    result.errors.push(errors.tooFew(path, list.length, minItems, 'items'));
  if (maxItems !== undefined && list.length > maxItems)
    result.errors.push(errors.tooMany(path, list.length, maxItems, 'items'));
  if (
    schema.uniqueItems === true &&
    list.some((item, at) => list.slice(0, at).some((one) => deepEqual(one, item)))
  )
    result.errors.push(errors.duplicates(path));
  result.matches++;
  return result;
};

const checkObject = (
  errors: ValueErrors,
  path: string,
  schema: JsonSchema,
  object: Record<string, unknown>,
): Result => {
  const { minProperties, maxProperties, additionalProperties, required = [] } = schema;
  const names = Object.keys(object).sort();
  const result = good();
  if (minProperties !== undefined && names.length < minProperties)
    result.errors.push(errors.tooFew(path, names.length, minProperties, 'properties'));
  if (maxProperties !== undefined && names.length > maxProperties)
    result.errors.push(errors.tooMany(path, names.length, maxProperties, 'properties'));
  if (result.errors.length > 0 && !isAtLeast(errors.version, 27)) return bad(...result.errors.slice(0, 1));
  for (const name of names) {
    const property = propertyOf(schema, name);
    if (property !== undefined) merge(result, check(errors, childPath(path, name), property, object[name]));
    else if (additionalProperties === false && name !== '$schema' && name !== 'id')
      result.errors.push(errors.forbiddenProperty(path, name));
    else if (typeof additionalProperties === 'object')
      merge(result, check(errors, `${path}.${name}`, additionalProperties, object[name]));
  }
  for (const name of required) {
    if (Object.hasOwn(object, name) || propertyOf(schema, name)?.default !== undefined) continue;
    result.errors.push(errors.required(`${path}.${name}`));
  }
  return result;
};

/** Of several results the one whose schema fits best. */
const bestOf = (results: readonly Result[]): Result | undefined =>
  results.reduce<Result | undefined>(
    (best, result) => (best === undefined || result.matches > best.matches ? result : best),
    undefined,
  );

const checkAlternatives = (errors: ValueErrors, path: string, schema: JsonSchema, value: unknown): Result => {
  const { anyOf = [], oneOf = [], allOf = [], not } = schema;
  const all = (schemas: readonly JsonSchema[]): Result[] =>
    schemas.map((one) => check(errors, path, one, value));
  const isValid = (result: Result): boolean => result.errors.length === 0;
  const main: Result = good();
  if (anyOf.length > 0) {
    const results = all(anyOf);
    const success = results.find(isValid);
    if (success === undefined)
      main.errors.push(errors.composite(path, 'validate at least one schema (anyOf)'));
    merge(main, success ?? bestOf(results)!);
  }
  if (oneOf.length > 0) {
    const results = all(oneOf);
    const successes = results.filter(isValid);
    if (successes.length === 1) merge(main, successes[0]!);
    else {
      const found =
        successes.length === 0 ? 'Found none valid' : `Found ${successes.length} valid alternatives`;
      main.errors.push(errors.composite(path, `validate one and only one schema (oneOf). ${found}`));
      if (successes.length === 0) merge(main, bestOf(results)!);
    }
  }
  if (allOf.length > 0) {
    const results = all(allOf);
    merge(main, ...results);
    const valid = results.filter(isValid).length;
    if (valid !== allOf.length)
      main.errors.push(
        errors.composite(path, `validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`),
      );
  }
  if (not !== undefined && isValid(check(errors, path, not, value)))
    main.errors.push(errors.composite(path, 'not validate the schema (not)'));
  main.matches++;
  return main;
};

const checkEnum = (errors: ValueErrors, path: string, schema: JsonSchema, value: unknown): Result => {
  const values = schema.enum ?? [];
  return values.length === 0 || values.some((one) => deepEqual(one, value))
    ? good()
    : bad(errors.unsupported(path, value, values));
};

const check = (errors: ValueErrors, path: string, schema: JsonSchema, value: unknown): Result => {
  if (value === null)
    return merge(checkType(errors, path, schema, value), checkEnum(errors, path, schema, value));
  const result = good();
  const add = (part: Result): void => {
    merge(result, part);
    result.matches++;
  };
  if (typesOf(schema).length > 0) add(checkType(errors, path, schema, value));
  add(checkAlternatives(errors, path, schema, value));
  if (typeof value === 'string') {
    add(checkText(errors, path, schema, value));
    const { format = '' } = schema;
    const isRight = isOfFormat(format, value);
    if (isRight !== undefined) add(isRight ? good() : bad(errors.wrongFormat(path, value, format)));
  }
  if (typeof value === 'number') add(checkNumber(errors, path, schema, value));
  if (Array.isArray(value)) add(checkList(errors, path, schema, value));
  add(checkEnum(errors, path, schema, value));
  if (isRecord(value)) add(checkObject(errors, path, schema, value));
  result.matches++;
  return result;
};

/**
 * What is wrong with `value`, a custom object or a default in a schema; `base` is where it stands.
 * @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/validation/validation.go ValidateCustomResource; kube-openapi/pkg/validation/validate
 */
export const validateValue = (
  value: unknown,
  schema: JsonSchema,
  version: KubernetesVersion,
  base = '',
): FieldError[] => check(new ValueErrors(version, base), '', schema, value).errors;
