/** What kubectl makes of a schema of OpenAPI 2: six sorts of it, and what each is called. @source k8s.io/kube-openapi/pkg/util/proto/document.go ParseSchema */
import type { Schema } from '../../simulator/index.ts';

export type Model =
  | { sort: 'kind'; fields: Readonly<Record<string, Schema>>; required: readonly string[] }
  | { sort: 'array' | 'map'; of: Schema }
  | { sort: 'reference'; name: string }
  | { sort: 'primitive'; type: string }
  | { sort: 'arbitrary' };

export type Definitions = Readonly<Record<string, Schema>>;

const prefix = '#/definitions/';

export const modelOf = (schema: Schema): Model => {
  const { $ref, type, properties, required = [], items = {}, additionalProperties = {} } = schema;
  if ($ref !== undefined) return { sort: 'reference', name: $ref.slice(prefix.length) };
  if (properties !== undefined) return { sort: 'kind', fields: properties, required };
  if (type === undefined) return { sort: 'arbitrary' };
  if (type === 'object') return { sort: 'map', of: additionalProperties };
  if (type === 'array') return { sort: 'array', of: items };
  return { sort: 'primitive', type };
};

/** "[]Object", "map[string]string"; empty for what may be anything. @source k8s 1.20 kubectl/pkg/explain/typename.go */
export const typeNameOf = (schema: Schema, definitions: Definitions): string => {
  const model = modelOf(schema);
  switch (model.sort) {
    case 'kind':
      return 'Object';
    case 'array':
      return `[]${typeNameOf(model.of, definitions)}`;
    case 'map':
      return `map[string]${typeNameOf(model.of, definitions)}`;
    case 'reference':
      return typeNameOf(definitions[model.name] ?? {}, definitions);
    case 'primitive':
      return model.type;
    default:
      return '';
  }
};
