/** Plain JSON values: their type, comparison and copies. A field that is undefined counts as absent. */

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

export interface JsonObject {
  [field: string]: JsonValue;
}

/** True for a JSON object: neither null nor a list. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True when `object` has the field itself (labels may be called "constructor"), and it is not undefined. */
export const hasField = (object: object, field: string): boolean =>
  Object.hasOwn(object, field) && (object as Record<string, unknown>)[field] !== undefined;

/** Compares two JSON values as values: the order of an object's fields means nothing, that of a list does. */
export const deepEqual = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!deepEqual(a[index], b[index])) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  return haveEqualFields(a as Record<string, unknown>, b as Record<string, unknown>);
};

const haveEqualFields = (a: Record<string, unknown>, b: Record<string, unknown>): boolean => {
  let fields = 0;
  for (const field in a) {
    const value = a[field];
    if (value === undefined) continue;
    fields++;
    if (b[field] === undefined || !deepEqual(value, b[field])) return false;
  }
  for (const field in b) if (b[field] !== undefined) fields--;
  return fields === 0;
};

/** A deep copy; fields that are undefined are left out. */
export const cloneJson = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => cloneJson(item)) as T;
  const copy: Record<string, unknown> = {};
  for (const field in value) {
    const item = (value as Record<string, unknown>)[field];
    if (item !== undefined) copy[field] = cloneJson(item);
  }
  return copy as T;
};

/** As Go's decoder calls it. */
export const jsonTypeOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return typeof value === 'boolean' ? 'bool' : typeof value;
};
