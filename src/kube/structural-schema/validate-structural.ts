/** What makes a schema structural: types everywhere, value validations that specify nothing of their own. */
import { deepEqual } from '../json-value.ts';
import { forbidden, invalid, required, type FieldError } from '../validation/index.ts';
import { goRegExpError } from './go-reg-exp.ts';
import { additionalOf, type JsonSchema } from './json-schema.ts';

type Level = 'root' | 'item' | 'field';

const intOrString: readonly JsonSchema[] = [{ type: 'integer' }, { type: 'string' }];

const propertyPath = (path: string, name: string): string => `${path}.properties[${name}]`;

/** Fields that a value validation may not have, with what must hold of them. */
const forbiddenFields: readonly (readonly [field: keyof JsonSchema, rule: string])[] = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
];

/** `skipped`: the type that x-kubernetes-int-or-string allows here. */
const checkNested = (schema: JsonSchema, path: string, skipsAnyOf = false): FieldError[] => {
  const errors = checkValueValidation(schema, path, { anyOf: skipsAnyOf, allOf: false });
  if (schema.items !== undefined) errors.push(...checkNested(schema.items, `${path}.items`));
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    errors.push(...checkNested(property, propertyPath(path, name)));
  for (const [field, rule] of forbiddenFields) {
    const value = schema[field];
    if (value !== undefined && value !== '' && value !== false && value !== null)
      errors.push(forbidden(`${path}.${field}`, rule));
  }
  if (schema.properties?.['metadata'] !== undefined)
    errors.push(forbidden(propertyPath(path, 'metadata'), 'must not be specified in a nested context'));
  return errors;
};

const checkValueValidation = (
  schema: JsonSchema,
  path: string,
  skips: { anyOf: boolean; allOf: boolean },
): FieldError[] => {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern = '' } = schema;
  const errors: FieldError[] = [];
  if (!skips.anyOf)
    anyOf.forEach((one, index) => errors.push(...checkNested(one, `${path}.anyOf[${index}]`)));
  allOf.forEach((one, index) =>
    errors.push(...checkNested(one, `${path}.allOf[${index}]`, skips.allOf && index === 0)),
  );
  oneOf.forEach((one, index) => errors.push(...checkNested(one, `${path}.oneOf[${index}]`)));
  if (not !== undefined) errors.push(...checkNested(not, `${path}.not`));
  const complaint = pattern === '' ? undefined : goRegExpError(pattern);
  if (complaint !== undefined)
    errors.push(
      invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${complaint}`),
    );
  return errors;
};

const levelNames: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

const checkType = (schema: JsonSchema, level: Level, path: string): FieldError[] => {
  const { type = '' } = schema;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  if (isEmbedded && type !== 'object') {
    const rule = 'must be object if x-kubernetes-embedded-resource is true';
    return [type === '' ? required(`${path}.type`, rule) : invalid(`${path}.type`, type, rule)];
  }
  const isFree =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return type === '' && !isFree ? [required(`${path}.type`, levelNames[level])] : [];
};

/** kind, apiVersion and metadata of a whole object. */
const checkMeta = (schema: JsonSchema, level: Level, path: string): FieldError[] => {
  const errors: FieldError[] = [];
  for (const [name, wanted] of [
    ['kind', 'string'],
    ['apiVersion', 'string'],
    ['metadata', 'object'],
  ] as const) {
    const property = schema.properties?.[name];
    if (property !== undefined && property.type !== wanted)
      errors.push(invalid(`${propertyPath(path, name)}.type`, property.type ?? '', `must be ${wanted}`));
  }
  const metadata = level === 'root' ? schema.properties?.['metadata'] : undefined;
  if (metadata !== undefined) {
    const { properties = {}, ...rest } = metadata;
    const isNameOnly = Object.keys(properties).every((name) => name === 'name' || name === 'generateName');
    if (!isNameOnly || Object.keys(rest).some((field) => field !== 'type' && field !== 'default'))
      errors.push(
        forbidden(
          propertyPath(path, 'metadata'),
          'must not specify anything other than name and generateName, but metadata is implicitly specified',
        ),
      );
  }
  return errors;
};

const checkInvariants = (schema: JsonSchema, level: Level, path: string): FieldError[] => {
  const errors: FieldError[] = [];
  const { type = '', items, properties = {}, additionalProperties, anyOf = [], allOf = [] } = schema;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const isPreserving = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const isIntOrString = schema['x-kubernetes-int-or-string'] === true;
  if (type === 'array' && items === undefined) errors.push(required(`${path}.items`, 'must be specified'));
  if (items !== undefined) errors.push(...checkInvariants(items, 'item', `${path}.items`));
  for (const [name, property] of Object.entries(properties))
    errors.push(...checkInvariants(property, 'field', propertyPath(path, name)));
  if (additionalProperties !== undefined && level === 'root')
    errors.push(forbidden(`${path}.additionalProperties`, 'must not be used at the root'));
  const additional = additionalOf(schema);
  if (additional !== undefined)
    errors.push(...checkInvariants(additional, 'field', `${path}.additionalProperties`));
  if (isIntOrString) {
    const rule = 'must be false if x-kubernetes-int-or-string is true';
    if (isPreserving) errors.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, true, rule));
    if (isEmbedded) errors.push(invalid(`${path}.x-kubernetes-embedded-resource`, true, rule));
  }
  errors.push(
    ...checkValueValidation(schema, path, {
      anyOf: deepEqual(anyOf, intOrString),
      allOf: deepEqual(allOf[0]?.anyOf, intOrString),
    }),
    ...checkType(schema, level, path),
  );
  if (isEmbedded && additionalProperties !== undefined)
    errors.push(
      forbidden(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set'),
    );
  if (level === 'root' && type !== '' && type !== 'object')
    errors.push(invalid(`${path}.type`, type, 'must be object at the root'));
  if (level === 'root' || isEmbedded) errors.push(...checkMeta(schema, level, path));
  if (isEmbedded && !isPreserving && Object.keys(properties).length === 0) {
    const rule =
      'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    errors.push(required(`${path}.properties`, rule));
  }
  return errors;
};

/** What a value validation mentions must be specified outside of it. */
const checkCompleteness = (
  validation: JsonSchema,
  specified: JsonSchema | undefined,
  path: string,
  where: string,
  isNested: boolean,
): FieldError[] => {
  if (specified === undefined) return [required(path, `because it is defined in ${where}`)];
  const errors: FieldError[] = [];
  const { not, allOf = [], anyOf = [], oneOf = [] } = validation;
  if (not !== undefined) errors.push(...checkCompleteness(not, specified, path, `${where}.not`, true));
  for (const [name, list] of Object.entries({ allOf, anyOf, oneOf }))
    list.forEach((one, index) =>
      errors.push(...checkCompleteness(one, specified, path, `${where}.${name}[${index}]`, true)),
    );
  if (!isNested) return errors;
  if (validation.items !== undefined)
    errors.push(
      ...checkCompleteness(validation.items, specified.items, `${path}.items`, `${where}.items`, true),
    );
  for (const [name, property] of Object.entries(validation.properties ?? {}))
    errors.push(
      ...checkCompleteness(
        property,
        specified.properties?.[name],
        propertyPath(path, name),
        propertyPath(where, name),
        true,
      ),
    );
  return errors;
};

const compareTexts = (a: FieldError, b: FieldError): number =>
  a.text < b.text ? -1 : a.text > b.text ? 1 : 0;

/**
 * What of a schema at `path` is not structural, sorted by its text.
 * @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/schema/validation.go, complete.go ValidateStructural
 */
export const validateStructural = (schema: JsonSchema, path: string): FieldError[] =>
  [...checkInvariants(schema, 'root', path), ...checkCompleteness(schema, schema, path, path, false)].sort(
    compareTexts,
  );
