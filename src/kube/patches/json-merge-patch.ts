/** JSON merge patch (RFC 7396) as evanphx/json-patch does it: apply, create, and the three-way form of kubectl apply. */
import { deepEqual, hasField, isJsonObject } from '../json-value.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import { goTypeName } from './merge-list.ts';
import { PatchConflictError, PatchError } from './patch-error.ts';

/**
 * The object with the patch applied. Neither is changed; what the patch leaves alone is shared.
 * @throws PatchError when the patch is neither an object nor a list
 * @source evanphx/json-patch 4.9 merge.go MergePatch
 */
export const applyJsonMergePatch = (object: JsonValue, patch: JsonValue): JsonValue => {
  if (object === null) throw new PatchError('Invalid JSON Document', 500);
  if (patch === null || typeof patch !== 'object') throw new PatchError('Invalid JSON Patch', 500);
  if (isJsonObject(object) && isJsonObject(patch)) return mergeObjects(object, patch);
  return withoutNulls(patch);
};

const mergeObjects = (object: JsonObject, patch: JsonObject): JsonObject => {
  const result = { ...object };
  for (const [key, value] of Object.entries(patch)) {
    const current = hasField(result, key) ? result[key] : undefined;
    if (value === null) Reflect.deleteProperty(result, key);
    else if (!isJsonObject(current)) result[key] = withoutNulls(value);
    else result[key] = isJsonObject(value) ? mergeObjects(current, value) : value;
  }
  return result;
};

/** Without the fields of maps that are null; null items of lists stay. @source evanphx/json-patch 4.9 merge.go pruneNulls */
const withoutNulls = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) if (item !== null) result[key] = withoutNulls(item);
  return result;
};

/**
 * The patch that makes `modified` of `original`.
 * @source evanphx/json-patch 4.9 merge.go CreateMergePatch
 */
export const createJsonMergePatch = (original: JsonObject, modified: JsonObject): JsonObject => {
  const patch: JsonObject = {};
  for (const [key, value] of Object.entries(modified)) {
    const before = hasField(original, key) ? original[key] : undefined;
    if (before === value) continue;
    if (isJsonObject(before) && isJsonObject(value)) {
      const inner = createJsonMergePatch(before, value);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (before === undefined || !deepEqual(before, value)) patch[key] = value;
  }
  for (const key in original) if (hasField(original, key) && !hasField(modified, key)) patch[key] = null;
  return patch;
};

/**
 * The merge patch of `kubectl apply`, for kinds without strategic merge patch.
 * @throws PatchConflictError when additions and deletions contradict each other
 * @source k8s 1.20 apimachinery/pkg/util/jsonmergepatch/patch.go CreateThreeWayJSONMergePatch
 */
export const createThreeWayJsonMergePatch = (
  original: JsonObject | null | undefined,
  modified: JsonObject,
  current: JsonObject,
): JsonObject => {
  const changes = keepValues(createJsonMergePatch(current, modified));
  const deletions = keepNulls(createJsonMergePatch(original ?? {}, modified));
  if (patchesConflict(changes, deletions))
    throw new PatchConflictError(
      `patch:\n${JSON.stringify(changes)}\nconflicts with changes made from original to current:\n${JSON.stringify(deletions)}\n`,
    );
  return mergeObjects(deletions, changes);
};

/** The deletions of a patch. */
const keepNulls = (patch: JsonObject): JsonObject => {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result[key] = null;
    else if (isJsonObject(value)) {
      const inner = keepNulls(value);
      if (Object.keys(inner).length > 0) result[key] = inner;
    }
  }
  return result;
};

/** The additions and changes of a patch; an empty map is a value. */
const keepValues = (patch: JsonObject): JsonObject => {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) continue;
    if (!isJsonObject(value) || Object.keys(value).length === 0) {
      result[key] = value;
      continue;
    }
    const inner = keepValues(value);
    if (Object.keys(inner).length > 0) result[key] = inner;
  }
  return result;
};

/** @source k8s 1.20 apimachinery/pkg/util/mergepatch/util.go HasConflicts */
const patchesConflict = (left: JsonValue, right: JsonValue): boolean => {
  if (goTypeName(left) !== goTypeName(right)) return true;
  if (isJsonObject(left) && isJsonObject(right))
    return Object.entries(left).some(
      ([key, value]) => hasField(right, key) && patchesConflict(value, right[key]!),
    );
  if (Array.isArray(left) && Array.isArray(right))
    return left.length !== right.length || left.some((item, index) => patchesConflict(item, right[index]!));
  return left !== right;
};
