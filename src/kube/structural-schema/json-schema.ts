/** The schema of a custom resource's objects: apiextensions' JSONSchemaProps, as its JSON says it. */

/** One of x-kubernetes-validations. @since k8s 1.25 */
export interface ValidationRule {
  rule: string;
  message?: string;
  messageExpression?: string;
  reason?: string;
  fieldPath?: string;
  optionalOldSelf?: boolean;
}

/** @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/v1/types_jsonschema.go JSONSchemaProps */
export interface JsonSchema {
  id?: string;
  $schema?: string;
  $ref?: string;
  description?: string;
  type?: string;
  format?: string;
  title?: string;
  default?: unknown;
  maximum?: number;
  exclusiveMaximum?: boolean;
  minimum?: number;
  exclusiveMinimum?: boolean;
  maxLength?: number;
  minLength?: number;
  pattern?: string;
  maxItems?: number;
  minItems?: number;
  uniqueItems?: boolean;
  multipleOf?: number;
  enum?: readonly unknown[];
  maxProperties?: number;
  minProperties?: number;
  required?: readonly string[];
  /** A list of schemas is refused before anybody else sees it. */
  items?: JsonSchema;
  allOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  anyOf?: readonly JsonSchema[];
  not?: JsonSchema;
  properties?: Readonly<Record<string, JsonSchema>>;
  additionalProperties?: JsonSchema | boolean;
  patternProperties?: Readonly<Record<string, JsonSchema>>;
  dependencies?: unknown;
  additionalItems?: unknown;
  definitions?: Readonly<Record<string, JsonSchema>>;
  nullable?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-embedded-resource'?: boolean;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-list-map-keys'?: readonly string[];
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-map-type'?: string;
  'x-kubernetes-validations'?: readonly ValidationRule[];
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema of an object's member that has none of its own. */
export const additionalOf = ({ additionalProperties }: JsonSchema): JsonSchema | undefined =>
  typeof additionalProperties === 'object' ? additionalProperties : undefined;

export const propertyOf = (schema: JsonSchema, name: string): JsonSchema | undefined =>
  schema.properties !== undefined && Object.hasOwn(schema.properties, name)
    ? schema.properties[name]
    : undefined;

/** `value` with each member or item as `change` makes it (undefined: the member goes); itself when all stay the same. */
export const changeMembers = (
  value: Record<string, unknown>,
  change: (member: unknown, name: string) => unknown,
): Record<string, unknown> => {
  let changed: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    const before = value[name];
    const after = change(before, name);
    if (after === before) continue;
    changed ??= { ...value };
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a member that is undefined would show
    if (after === undefined) delete changed[name];
    else changed[name] = after;
  }
  return changed ?? value;
};

export const changeItems = (
  value: readonly unknown[],
  change: (item: unknown, index: number) => unknown,
): readonly unknown[] => {
  const changed = value.map(change);
  return changed.every((item, index) => item === value[index]) ? value : changed;
};

/** "spec.replicas" of "spec" and "replicas". */
export const childPath = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
