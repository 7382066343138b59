/** The patch of `kubectl apply`: from the last applied configuration, the new one and the live object. */
import { deepEqual, hasField, isJsonObject } from '../json-value.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import type { MergeField, MergeFields } from './merge-fields.ts';
import { directiveMarker, itemKind, mergeValueOf } from './merge-list.ts';
import { PatchConflictError } from './patch-error.ts';
import { diffMaps } from './strategic-diff.ts';
import { mergeMaps, retainKeysDirective } from './strategic-merge-patch.ts';

export interface ThreeWayOptions {
  /** False: a field that was changed live and is changed otherwise by the new configuration is a conflict. */
  overwrite?: boolean;
}

/**
 * The patch that brings `current` to what `modified` says: its additions and changes, and the deletion of what
 * `original` had and `modified` has not. What only `current` has stays.
 * @throws PatchConflictError without `overwrite`; PatchError with upstream's text
 * @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go CreateThreeWayMergePatch
 */
export const createThreeWayMergePatch = (
  original: JsonObject | null | undefined,
  modified: JsonObject,
  current: JsonObject,
  fields: MergeFields,
  { overwrite = true }: ThreeWayOptions = {},
): JsonObject => {
  const changes = diffMaps(
    current,
    modified,
    fields,
    { ignoreDeletions: true, setElementOrder: true },
    false,
  );
  const deletionOptions = { setElementOrder: true, ignoreChangesAndAdditions: true };
  const deletions = diffMaps(original ?? {}, modified, fields, deletionOptions, false);
  const patch = mergeMaps(deletions, changes, fields, 'combine');
  if (!overwrite) {
    const changed = diffMaps(original ?? {}, current, fields, {}, false);
    if (mapsConflict(patch, changed, fields)) throw conflict(patch, changed);
  }
  return patch;
};

/** @deviates upstream prints both as YAML */
const conflict = (patch: JsonObject, changed: JsonObject): PatchConflictError =>
  new PatchConflictError(
    `patch:\n${JSON.stringify(patch)}\nconflicts with changes made from original to current:\n${JSON.stringify(changed)}\n`,
  );

/** @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go mapsHaveConflicts */
const mapsConflict = (left: JsonObject, right: JsonObject, fields: MergeFields): boolean =>
  Object.entries(left).some(([key, value]) => {
    if (key === directiveMarker || key === retainKeysDirective || !hasField(right, key)) return false;
    const other = right[key]!;
    if (isJsonObject(value)) return valuesConflict(value, other, fields.mapField(key));
    if (Array.isArray(value)) return valuesConflict(value, other, fields.listField(key));
    return value !== other;
  });

/**
 * True when two patches set a field differently.
 * @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go mergingMapFieldsHaveConflicts
 */
const valuesConflict = (left: JsonValue, right: JsonValue, field: MergeField): boolean => {
  if (isJsonObject(left)) {
    if (!isJsonObject(right) || left[directiveMarker] !== right[directiveMarker]) return true;
    return !field.isReplaced && mapsConflict(left, right, field.type);
  }
  if (Array.isArray(left)) return !Array.isArray(right) || listsConflict(left, right, field);
  return left !== right;
};

const listsConflict = (left: JsonValue[], right: JsonValue[], field: MergeField): boolean => {
  const kind = itemKind(left, right);
  const { mergeKey } = field;
  const ofItem = { ...field, isMerged: false, isReplaced: false };
  if (field.isMerged) {
    if (kind === 'primitive' || mergeKey === undefined) return false;
    const others = new Map(right.map((item) => [mergeValueOf(item, mergeKey), item]));
    return left.some((item) => {
      const other = others.get(mergeValueOf(item, mergeKey));
      return other !== undefined && valuesConflict(item, other, ofItem);
    });
  }
  if (left.length !== right.length) return true;
  if (kind === 'map') return left.some((item, index) => valuesConflict(item, right[index]!, ofItem));
  const sorted = (list: JsonValue[]): JsonValue[] => [...new Set(list)].sort();
  return !deepEqual(sorted(left), sorted(right));
};

/**
 * The keys that a patch must not change and does ("kind", "metadata.name"); kubectl apply refuses those.
 * @source k8s 1.20 apimachinery/pkg/util/mergepatch/util.go RequireKeyUnchanged, RequireMetadataKeyUnchanged
 */
export const changedIdentity = (patch: JsonObject): string[] => {
  const changed = ['apiVersion', 'kind'].filter((key) => patch[key] !== undefined);
  const { metadata } = patch;
  if (metadata !== undefined && (!isJsonObject(metadata) || metadata.name !== undefined))
    changed.push('metadata.name');
  return changed;
};
