/** The schema in a CustomResourceDefinition. */
import { isAtLeast, type KubernetesVersion } from '../version.ts';
import {
  badValueOf,
  isRecord,
  prune,
  validateStructural,
  validateValue,
  type JsonSchema,
} from '../structural-schema/index.ts';
import { deepEqual } from '../json-value.ts';
import { forbidden, GoSyntax, invalid, notSupported, required, type FieldError } from './field-error.ts';
import { stringList } from './go-syntax.ts';

export interface SchemaRules {
  version: KubernetesVersion;
  /** Sent as v1beta1, which asks for less. */
  isOlder: boolean;
  hasStatus: boolean;
  /** Pruned objects need a structural schema, whoever sent it. */
  isStructural: boolean;
}

interface Place {
  isRoot: boolean;
  /** Why no defaults may stand here. */
  noDefaults: string | undefined;
  isInMeta: boolean;
}

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** Allowed at the root of a schema whose status is written apart, as upstream names them. */
const rootFields =
  '[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations]';
const rootNames = new Set([
  ...'description,type,format,title,maximum,exclusiveMaximum,minimum,exclusiveMinimum,maxLength,minLength'.split(
    ',',
  ),
  ...'pattern,maxItems,minItems,uniqueItems,multipleOf,required,items,properties,externalDocs,example'.split(
    ',',
  ),
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-validations',
]);

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === false ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0);

/** What JSON Schema has and OpenAPI 3 of custom resources has not. @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go specStandardValidatorV3 */
const checkStandard = (schema: JsonSchema, path: string, place: Place, rules: SchemaRules): FieldError[] => {
  const errors: FieldError[] = [];
  const { type = '' } = schema;
  if (!rules.isOlder && type !== '' && !types.includes(type))
    errors.push(notSupported(`${path}.type`, type, types));
  if (schema.default !== undefined && place.noDefaults !== undefined)
    errors.push(forbidden(`${path}.default`, `must not be set${place.noDefaults}`));
  const refuse = (field: keyof JsonSchema): void => {
    if (!isEmpty(schema[field])) errors.push(forbidden(`${path}.${field}`, `${field} is not supported`));
  };
  refuse('id');
  if (schema.additionalItems !== undefined)
    errors.push(forbidden(`${path}.additionalItems`, 'additionalItems is not supported'));
  for (const field of ['patternProperties', 'definitions', 'dependencies', '$ref'] as const) refuse(field);
  if (type === 'null')
    errors.push(forbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'));
  if (Array.isArray(schema.items))
    errors.push(forbidden(`${path}.items`, 'items must be a schema object and not an array'));
  if (place.isInMeta && schema['x-kubernetes-embedded-resource'] === true)
    errors.push(
      forbidden(`${path}.x-kubernetes-embedded-resource`, 'must not be used inside of resource meta'),
    );
  return errors;
};

const checkOf = (path: string, type: string, wanted: string, field: string): FieldError[] => {
  if (type === wanted) return [];
  const rule = `must be ${wanted} if ${field} is specified`;
  return [type === '' ? required(`${path}.type`, rule) : invalid(`${path}.type`, type, rule)];
};

const checkMapKeys = (schema: JsonSchema, path: string): FieldError[] => {
  const errors: FieldError[] = [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const listType = schema['x-kubernetes-list-type'];
  const keysPath = `${path}.x-kubernetes-list-map-keys`;
  if (keys.length > 0 && listType !== 'map') {
    const rule = 'must be map if x-kubernetes-list-map-keys is non-empty';
    const typePath = `${path}.x-kubernetes-list-type`;
    errors.push(listType === undefined ? required(typePath, rule) : invalid(typePath, listType, rule));
  }
  if (listType !== 'map') return errors;
  if (keys.length === 0)
    errors.push(required(keysPath, 'must not be empty if x-kubernetes-list-type is map'));
  const { items } = schema;
  if (items === undefined)
    errors.push(required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map'));
  else if (items.type !== 'object') {
    const rule = "must be object if parent array's x-kubernetes-list-type is map";
    errors.push(invalid(`${path}.items.type`, items.type ?? '', rule));
  } else {
    const seen = new Set<string>();
    for (const key of keys) {
      const property = items.properties?.[key];
      if (property === undefined)
        errors.push(invalid(keysPath, stringList(keys), 'entries must all be names of item properties'));
      else if (property.type === 'array' || property.type === 'object') {
        const rule = "must be a scalar type if parent array's x-kubernetes-list-type is map";
        errors.push(invalid(`${path}.items.properties[${key}].type`, items.type, rule));
      }
      if (seen.has(key))
        errors.push(invalid(keysPath, stringList(keys), 'must not contain duplicate entries'));
      seen.add(key);
    }
  }
  return errors;
};

/** @since k8s 1.20 @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go validateMapListKeysMapSet */
const checkMapItems = (schema: JsonSchema, path: string): FieldError[] => {
  const errors: FieldError[] = [];
  const listType = schema['x-kubernetes-list-type'];
  const { items } = schema;
  if (items === undefined || (listType !== 'set' && listType !== 'map')) return errors;
  if (items.nullable === true)
    errors.push(
      forbidden(`${path}.items.nullable`, `cannot be nullable when x-kubernetes-list-type is ${listType}`),
    );
  if (listType === 'set') return errors;
  const isKey = 'this property is in x-kubernetes-list-map-keys, so it';
  for (const key of schema['x-kubernetes-list-map-keys'] ?? []) {
    const property = items.properties?.[key];
    if (property === undefined) continue;
    const here = `${path}.items.properties[${key}]`;
    if (items.required?.includes(key) !== true && property.default === undefined)
      errors.push(required(`${here}.default`, `${isKey} must have a default or be a required property`));
    if (property.nullable === true) errors.push(forbidden(`${here}.nullable`, `${isKey} cannot be nullable`));
  }
  return errors;
};

const checkListType = (schema: JsonSchema, path: string): FieldError[] => {
  const errors: FieldError[] = [];
  const { type = '', items } = schema;
  const mapType = schema['x-kubernetes-map-type'];
  const listType = schema['x-kubernetes-list-type'];
  if (mapType !== undefined) {
    errors.push(...checkOf(path, type, 'object', 'x-kubernetes-map-type'));
    if (mapType !== 'atomic' && mapType !== 'granular')
      errors.push(notSupported(`${path}.x-kubernetes-map-type`, mapType, ['atomic', 'granular']));
  }
  if (listType === undefined) return [...errors, ...checkMapKeys(schema, path)];
  if (type !== 'array') errors.push(...checkOf(path, type, 'array', 'x-kubernetes-list-type'));
  else if (listType === 'set' && items !== undefined) {
    const rule = 'must be atomic as item of a list with x-kubernetes-list-type=set';
    const inner = items['x-kubernetes-list-type'];
    if (items.type === 'array' && inner !== undefined && inner !== 'atomic')
      errors.push(invalid(`${path}.items.x-kubernetes-list-type`, inner, rule));
    if (items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic')
      errors.push(invalid(`${path}.items.x-kubernetes-map-type`, inner, rule));
  }
  if (!['atomic', 'set', 'map'].includes(listType))
    errors.push(notSupported(`${path}.x-kubernetes-list-type`, listType, ['atomic', 'set', 'map']));
  return [...errors, ...checkMapKeys(schema, path)];
};

const metaFields = new Set(['metadata', 'kind', 'apiVersion']);

/** @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go ValidateCustomResourceDefinitionOpenAPISchema */
const checkOpenApi = (schema: JsonSchema, path: string, place: Place, rules: SchemaRules): FieldError[] => {
  const errors = checkStandard(schema, path, place, rules);
  const visit = (inner: JsonSchema, where: string, at: Partial<Place> = {}): void => {
    errors.push(...checkOpenApi(inner, `${path}.${where}`, { ...place, isRoot: false, ...at }, rules));
  };
  if (schema.uniqueItems === true)
    errors.push(
      forbidden(
        `${path}.uniqueItems`,
        'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
      ),
    );
  const { additionalProperties, properties = {} } = schema;
  if (additionalProperties !== undefined) {
    if (Object.keys(properties).length > 0 && additionalProperties !== true)
      errors.push(
        forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'),
      );
    if (typeof additionalProperties === 'object')
      visit(
        additionalProperties,
        'additionalProperties',
        place.isInMeta ? { noDefaults: ' inside additionalProperties applying to object metadata' } : {},
      );
  }
  for (const [name, property] of Object.entries(properties)) {
    const isMeta =
      (place.isRoot || schema['x-kubernetes-embedded-resource'] === true) && metaFields.has(name);
    const isTop = isMeta && place.isRoot;
    visit(property, `properties[${name}]`, {
      ...(isMeta ? { isInMeta: true } : {}),
      ...(isTop ? { noDefaults: ` in top-level ${name}` } : {}),
    });
  }
  if (schema.not !== undefined) visit(schema.not, 'not');
  for (const field of ['allOf', 'oneOf', 'anyOf'] as const)
    (schema[field] ?? []).forEach((one, index) => {
      visit(one, `${field}[${index}]`);
    });
  for (const [name, one] of Object.entries(schema.definitions ?? {})) visit(one, `definitions[${name}]`);
  if (isRecord(schema.items)) visit(schema.items as JsonSchema, 'items');
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    errors.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
  errors.push(...checkListType(schema, path));
  if (isAtLeast(rules.version, 20)) errors.push(...checkMapItems(schema, path));
  return errors;
};

/** @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go ValidateDefaults */
const checkDefaults = (schema: JsonSchema, path: string, version: KubernetesVersion): FieldError[] => {
  const errors: FieldError[] = [];
  const { default: value } = schema;
  if (value !== undefined && value !== null) {
    if (!deepEqual(prune(value, schema), value))
      errors.push(invalid(`${path}.default`, badValueOf(value, version), 'must not have unknown fields'));
    errors.push(...validateValue(value, schema, version, `${path}.default`));
  }
  if (schema.items !== undefined) errors.push(...checkDefaults(schema.items, `${path}.items`, version));
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    errors.push(...checkDefaults(property, `${path}.properties[${name}]`, version));
  return errors;
};

/** @deviates prints the name of the type where upstream prints the whole schema */
const wholeSchema = new GoSyntax('apiextensions.JSONSchemaProps{}');

/** What is wrong with the schema at `path`. @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go validateCustomResourceDefinitionValidation */
export const checkSchema = (schema: JsonSchema, path: string, rules: SchemaRules): FieldError[] => {
  const errors: FieldError[] = [];
  if (rules.hasStatus) {
    const { type = '' } = schema;
    const status = 'if the status subresource is enabled';
    if (type !== '' && type !== 'object')
      errors.push(
        invalid(
          `${path}.type`,
          type,
          `only "object" is allowed as the type at the root of the schema ${status}`,
        ),
      );
    else if (Object.entries(schema).some(([field, value]) => !isEmpty(value) && !rootNames.has(field))) {
      const fields = isAtLeast(rules.version, 23) ? rootFields : rootFields.replace(' XValidations', '');
      errors.push(
        invalid(path, wholeSchema, `only ${fields} fields are allowed at the root of the schema ${status}`),
      );
    }
  }
  if (schema.nullable === true)
    errors.push(forbidden(`${path}.nullable`, 'nullable cannot be true at the root'));
  const older =
    ' (cannot set default values in apiextensions.k8s.io/v1beta1 CRDs, must use apiextensions.k8s.io/v1)';
  const place: Place = { isRoot: true, noDefaults: rules.isOlder ? older : undefined, isInMeta: false };
  errors.push(...checkOpenApi(schema, path, place, rules));
  if (!rules.isStructural) return errors;
  if (hasUnsupported(schema)) return errors;
  const structural = validateStructural(schema, path);
  return [...errors, ...(structural.length > 0 ? structural : checkDefaults(schema, path, rules.version))];
};

/** Of such a schema upstream makes no structural one, and says no more. @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/schema/convert.go */
const hasUnsupported = (schema: JsonSchema): boolean => {
  const { items, properties = {}, additionalProperties, allOf = [], anyOf = [], oneOf = [], not } = schema;
  const isUnsupported =
    Array.isArray(items) ||
    schema.additionalItems !== undefined ||
    schema['x-kubernetes-preserve-unknown-fields'] === false ||
    [schema.id, schema.$ref, schema.patternProperties, schema.definitions, schema.dependencies].some(
      (value) => !isEmpty(value),
    );
  if (isUnsupported) return true;
  const inner = [...Object.values(properties), ...allOf, ...anyOf, ...oneOf];
  for (const one of [items, additionalProperties, not]) if (isRecord(one)) inner.push(one as JsonSchema);
  return inner.some(hasUnsupported);
};
