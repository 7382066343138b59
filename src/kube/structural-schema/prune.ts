/** Pruning: what a structural schema does not name is taken away. */
import {
  additionalOf,
  changeItems,
  changeMembers,
  childPath,
  isRecord,
  propertyOf,
  type JsonSchema,
} from './json-schema.ts';

const metaFields = new Set(['apiVersion', 'kind', 'metadata']);

const pruneValue = (
  value: unknown,
  schema: JsonSchema | undefined,
  path: string,
  unknown: string[],
): unknown => {
  if (schema?.['x-kubernetes-preserve-unknown-fields'] === true)
    return keepUnknown(value, schema, path, unknown);
  if (Array.isArray(value)) {
    return changeItems(value, (item, index) => pruneValue(item, schema?.items, `${path}[${index}]`, unknown));
  }
  if (!isRecord(value)) return value;
  return changeMembers(value, (member, name) => {
    const where = childPath(path, name);
    if (schema !== undefined) {
      if (schema['x-kubernetes-embedded-resource'] === true && metaFields.has(name)) return member;
      const property = propertyOf(schema, name);
      if (property !== undefined) return pruneValue(member, property, where, unknown);
      const { additionalProperties } = schema;
      if (typeof additionalProperties === 'object')
        return pruneValue(member, additionalProperties, where, unknown);
      // Upstream goes on with no schema at all, under which objects lose everything.
      if (additionalProperties !== undefined) return pruneValue(member, undefined, where, unknown);
    }
    unknown.push(where);
    return undefined;
  });
};

/** Below x-kubernetes-preserve-unknown-fields only what is specified is looked into. */
const keepUnknown = (value: unknown, schema: JsonSchema, path: string, unknown: string[]): unknown => {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined
      ? value
      : changeItems(value, (item, index) => keepUnknown(item, items, `${path}[${index}]`, unknown));
  }
  if (!isRecord(value)) return value;
  return changeMembers(value, (member, name) => {
    if (schema['x-kubernetes-embedded-resource'] === true && metaFields.has(name)) return member;
    const property = propertyOf(schema, name);
    const specified = property ?? additionalOf(schema);
    return specified === undefined ? member : pruneValue(member, specified, childPath(path, name), unknown);
  });
};

/** The schema of a whole object, whose apiVersion, kind and metadata need no mention. */
export const asResourceRoot = (schema: JsonSchema): JsonSchema =>
  schema['x-kubernetes-embedded-resource'] === true
    ? schema
    : { ...schema, 'x-kubernetes-embedded-resource': true };

/**
 * `value` without what `schema` does not specify; shares what stays. Paths of what went ("spec.junk") are added to `unknown`.
 * @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/schema/pruning/algorithm.go Prune
 */
export const prune = <T>(value: T, schema: JsonSchema, unknown: string[] = []): T =>
  pruneValue(value, schema, '', unknown) as T;

/** As prune, for a whole object. */
export const pruneResource = <T>(object: T, schema: JsonSchema, unknown: string[] = []): T =>
  prune(object, asResourceRoot(schema), unknown);
