/** The schemas of the API's types, from the table of their Go fields. Descriptions are not in it. */
import {
  fieldsOf,
  goTypeOf,
  hasType,
  underlyingOf,
  type ApiResource,
  type GoField,
} from '../../../kube/index.ts';

import { customSchema } from './custom-schema.ts';

/** JSON Schema as OpenAPI 2 and 3 share it. */
export interface Schema {
  $ref?: string;
  type?: string;
  description?: string;
  format?: string;
  default?: unknown;
  items?: Schema;
  additionalProperties?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  allOf?: Schema[];
  [extension: `x-kubernetes-${string}`]: unknown;
}

export interface GroupVersionKind {
  group: string;
  version: string;
  kind: string;
}

const scalars: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  int: { type: 'integer', format: 'int32' },
  int32: { type: 'integer', format: 'int32' },
  uint32: { type: 'integer', format: 'int64' },
  int64: { type: 'integer', format: 'int64' },
  float64: { type: 'number', format: 'double' },
  '[]byte': { type: 'string', format: 'byte' },
};

/** Types whose JSON is not what their Go fields say. */
const special: Readonly<Record<string, Schema>> = {
  'meta/v1.Time': { type: 'string', format: 'date-time' },
  'meta/v1.MicroTime': { type: 'string', format: 'date-time' },
  'meta/v1.Duration': { type: 'string' },
  'meta/v1.FieldsV1': { type: 'object' },
  'api/resource.Quantity': { type: 'string' },
  'util/intstr.IntOrString': { type: 'string', format: 'int-or-string' },
  'runtime.RawExtension': {},
};

/** "core/v1.Pod" → "io.k8s.api.core.v1.Pod". */
const definitionName = (goType: string): string => {
  if (goType.startsWith('meta/')) return `io.k8s.apimachinery.pkg.apis.${goType.replace('/', '.')}`;
  if (goType.startsWith('api/') || goType.startsWith('util/') || goType.startsWith('runtime.'))
    return `io.k8s.apimachinery.pkg.${goType.replace('/', '.')}`;
  return `io.k8s.api.${goType.replace('/', '.')}`;
};

/** Collects the definitions that a document needs. */
export class Schemas {
  readonly definitions: Record<string, Schema> = {};
  readonly #minor: number;
  readonly #prefix: string;

  /** `prefix`: where references point, "#/definitions/". */
  constructor(minor: number, prefix: string) {
    this.#minor = minor;
    this.#prefix = prefix;
  }

  /** Adds the definition of a served kind; answers its name. */
  addKind({ group, version, kind, schema }: ApiResource): string {
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const gvk: GroupVersionKind = { group, version, kind };
    const goType = goTypeOf(apiVersion, kind, this.#minor);
    if (goType !== undefined) {
      const name = definitionName(goType);
      this.#schemaOf(goType);
      this.definitions[name]!['x-kubernetes-group-version-kind'] = [gvk];
      return name;
    }
    const name = `${(group === '' ? 'core' : group).split('.').reverse().join('.')}.${version}.${kind}`;
    const own = schema === undefined ? {} : customSchema(schema);
    const properties: Record<string, Schema> = {
      ...own.properties,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: this.#schemaOf('meta/v1.ObjectMeta'),
    };
    this.definitions[name] = {
      ...own,
      type: 'object',
      ...(own.properties === undefined ? {} : { properties }),
      'x-kubernetes-group-version-kind': [gvk],
    };
    return name;
  }

  #schemaOf(goType: string): Schema {
    if (goType.startsWith('*')) return this.#schemaOf(goType.slice(1));
    const scalar = scalars[goType];
    if (scalar !== undefined) return scalar;
    if (goType.startsWith('[]')) return { type: 'array', items: this.#schemaOf(goType.slice(2)) };
    if (goType.startsWith('map['))
      return { type: 'object', additionalProperties: this.#schemaOf(goType.slice(goType.indexOf(']') + 1)) };
    const isSpecial = special[goType] !== undefined;
    const fields = isSpecial ? undefined : fieldsOf(goType, this.#minor);
    if (!isSpecial && fields === undefined)
      return hasType(goType, this.#minor) || goType === 'types.UID'
        ? this.#schemaOf(underlyingOf(goType))
        : { type: 'object' };
    const name = definitionName(goType);
    if (this.definitions[name] === undefined) {
      const definition: Schema = special[goType] ?? { type: 'object' };
      this.definitions[name] = definition;
      if (fields !== undefined) this.#fill(definition, fields);
    }
    return { $ref: this.#prefix + name };
  }

  #fill(definition: Schema, fields: readonly GoField[]): void {
    const required: string[] = [];
    const properties = (definition.properties ??= {});
    for (const field of fields) {
      const { jsonName, goType, omitEmpty } = field;
      if (jsonName === '-') continue;
      if (jsonName === '') {
        this.#fill(definition, fieldsOf(goType, this.#minor) ?? []);
        continue;
      }
      properties[jsonName] = { ...this.#schemaOf(goType), ...extensionsOf(field) };
      if (!omitEmpty && !goType.startsWith('*') && jsonName !== 'status' && jsonName !== 'metadata')
        required.push(jsonName);
    }
    if (required.length > 0) definition.required = [...(definition.required ?? []), ...required];
  }
}

const extensionsOf = ({ listType, listMapKeys, patchMergeKey, patchStrategy }: GoField): Schema => ({
  ...(listMapKeys === '' ? {} : { 'x-kubernetes-list-map-keys': listMapKeys.split(',') }),
  ...(listType === '' ? {} : { 'x-kubernetes-list-type': listType }),
  ...(patchMergeKey === '' ? {} : { 'x-kubernetes-patch-merge-key': patchMergeKey }),
  ...(patchStrategy === '' ? {} : { 'x-kubernetes-patch-strategy': patchStrategy }),
});
