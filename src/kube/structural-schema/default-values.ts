/** Defaults of a structural schema, and the nulls that make room for them. */
import {
  additionalOf,
  changeItems,
  changeMembers,
  isRecord,
  propertyOf,
  type JsonSchema,
} from './json-schema.ts';

const specifiedFor = (schema: JsonSchema | undefined, name: string): JsonSchema | undefined =>
  schema === undefined ? undefined : (propertyOf(schema, name) ?? additionalOf(schema));

/**
 * `value` without the nulls that its schema neither allows nor has a default for.
 * @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/schema/defaulting/prunenulls.go PruneNonNullableNullsWithoutDefaults
 */
export const pruneNulls = <T>(value: T, schema: JsonSchema | undefined): T => {
  const visit = (inner: unknown, of: JsonSchema | undefined): unknown => {
    if (Array.isArray(inner)) return changeItems(inner, (item) => visit(item, of?.items));
    if (!isRecord(inner)) return inner;
    return changeMembers(inner, (member, name) => {
      const specified = specifiedFor(of, name);
      const isPruned =
        member === null &&
        specified !== undefined &&
        specified.nullable !== true &&
        (specified.default ?? null) === null;
      return isPruned ? undefined : visit(member, specified);
    });
  };
  return visit(value, schema) as T;
};

const isRefusedNull = (value: unknown, schema: JsonSchema | undefined): boolean =>
  value === null && schema !== undefined && schema.nullable !== true;

/** A null that may not be becomes its default, or stays null, which the validation refuses. */
const replaced = (value: unknown, schema: JsonSchema | undefined): unknown =>
  isRefusedNull(value, schema) ? (schema?.default ?? null) : value;

/**
 * `value` with what its schema says of members that are missing. Defaults are shared, not copied.
 * @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/schema/defaulting/algorithm.go Default
 */
export const fillDefaults = <T>(value: T, schema: JsonSchema | undefined): T => {
  const visit = (inner: unknown, of: JsonSchema | undefined): unknown => {
    if (of === undefined) return inner;
    if (Array.isArray(inner)) return changeItems(inner, (item) => visit(replaced(item, of.items), of.items));
    if (!isRecord(inner)) return inner;
    let filled = inner;
    for (const [name, property] of Object.entries(of.properties ?? {})) {
      if ((property.default ?? null) === null) continue;
      if (Object.hasOwn(inner, name) && !isRefusedNull(inner[name], property)) continue;
      if (filled === inner) filled = { ...inner };
      filled[name] = property.default;
    }
    return changeMembers(filled, (member, name) => {
      const property = propertyOf(of, name);
      if (property !== undefined) return visit(member, property);
      const additional = additionalOf(of);
      return visit(replaced(member, additional), additional);
    });
  };
  return visit(value, schema) as T;
};
