/** The schema at the end of a path of fields: through lists, maps and references. */
import type { Schema } from '../../simulator/index.ts';
import { KubectlError } from '../kubectl-error.ts';
import { modelOf, type Definitions } from './schema-model.ts';

/**
 * What is no object ends the search, whatever else the path names.
 * @throws KubectlError when an object has no such field
 * @source k8s 1.20 kubectl/pkg/explain/field_lookup.go
 */
export const findField = (schema: Schema, path: readonly string[], definitions: Definitions): Schema => {
  const [field, ...rest] = path;
  if (field === undefined) return schema;
  const model = modelOf(schema);
  switch (model.sort) {
    case 'array':
    case 'map':
      return findField(model.of, path, definitions);
    case 'reference':
      return findField(definitions[model.name] ?? {}, path, definitions);
    case 'kind': {
      const found = Object.hasOwn(model.fields, field) ? model.fields[field] : undefined;
      if (found === undefined) throw new KubectlError(`field ${JSON.stringify(field)} does not exist`);
      return findField(found, rest, definitions);
    }
    default:
      return schema;
  }
};
