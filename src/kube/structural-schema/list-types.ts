/** Lists that are sets or maps: no item and no key may come twice. */
import type { KubernetesVersion } from '../version.ts';
import { duplicate, FieldPath, invalid, type FieldError } from '../validation/index.ts';
import { additionalOf, isRecord, propertyOf, type JsonSchema } from './json-schema.ts';
import { badValueOf } from './value-errors.ts';

/** Indices of the second appearance of each value that comes more than once. */
const secondAppearances = (values: readonly unknown[]): number[] => {
  const counts = new Map<string, number>();
  const seconds: number[] = [];
  values.forEach((value, index) => {
    const text = JSON.stringify(value) ?? 'unset';
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    if (count === 2) seconds.push(index);
  });
  return seconds;
};

const keyOf = (item: unknown, keys: readonly string[]): Record<string, unknown> =>
  isRecord(item)
    ? Object.fromEntries(keys.filter((key) => Object.hasOwn(item, key)).map((key) => [key, item[key]]))
    : {};

const checkMap = (
  path: FieldPath,
  schema: JsonSchema,
  list: readonly unknown[],
  version: KubernetesVersion,
): FieldError[] => {
  const stranger = list.findIndex((item) => item !== null && !isRecord(item));
  if (stranger >= 0) {
    const why = 'must be an object for an array of list-type map';
    return [invalid(path.index(stranger), badValueOf(list[stranger], version), why)];
  }
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const found = list.map((item) => keyOf(item, keys));
  return secondAppearances(found).map((index) =>
    duplicate(path.index(index), badValueOf(found[index], version)),
  );
};

const visit = (
  path: FieldPath,
  schema: JsonSchema,
  value: unknown,
  version: KubernetesVersion,
): FieldError[] => {
  if (Array.isArray(value)) {
    const errors: FieldError[] = [];
    const listType = schema['x-kubernetes-list-type'];
    if (listType === 'set')
      for (const index of secondAppearances(value))
        errors.push(duplicate(path.index(index), badValueOf(value[index], version)));
    if (listType === 'map') errors.push(...checkMap(path, schema, value, version));
    const { items } = schema;
    if (items !== undefined)
      value.forEach((item, index) => errors.push(...visit(path.index(index), items, item, version)));
    return errors;
  }
  if (!isRecord(value)) return [];
  return Object.keys(value).flatMap((name) => {
    const property = propertyOf(schema, name);
    if (property !== undefined) return visit(path.child(name), property, value[name], version);
    const additional = additionalOf(schema);
    return additional === undefined ? [] : visit(path.key(name), additional, value[name], version);
  });
};

/** @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go ValidateListSetsAndMaps */
export const validateListTypes = (
  object: Readonly<Record<string, unknown>>,
  schema: JsonSchema,
  version: KubernetesVersion,
): FieldError[] =>
  Object.keys(object).flatMap((name) => {
    const property = propertyOf(schema, name) ?? additionalOf(schema);
    return property === undefined ? [] : visit(FieldPath.of(name), property, object[name], version);
  });
