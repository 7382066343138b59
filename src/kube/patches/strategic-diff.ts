/** What differs between two objects, as a strategic merge patch. */
import { goValueText } from '../go-format.ts';
import { deepEqual, hasField, isJsonObject } from '../json-value.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import type { MergeField, MergeFields } from './merge-fields.ts';
import {
  deleteDirective,
  directiveMarker,
  goTypeName,
  inOrderOf,
  itemKind,
  mergeValueOf,
} from './merge-list.ts';
import { PatchError } from './patch-error.ts';
import {
  deleteFromPrimitiveListPrefix,
  retainKeysDirective,
  setElementOrderPrefix,
} from './strategic-merge-patch.ts';

/** @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go DiffOptions */
export interface DiffOptions {
  setElementOrder?: boolean;
  ignoreChangesAndAdditions?: boolean;
  ignoreDeletions?: boolean;
}

/**
 * The patch that makes `modified` of `original`.
 * @throws PatchError with upstream's text
 * @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go CreateTwoWayMergeMapPatch
 */
export const createTwoWayMergePatch = (
  original: JsonObject,
  modified: JsonObject,
  fields: MergeFields,
): JsonObject => diffMaps(original, modified, fields, { setElementOrder: true }, false);

/** @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go diffMaps */
export const diffMaps = (
  original: JsonObject,
  modified: JsonObject,
  fields: MergeFields,
  options: DiffOptions,
  hasRetainKeys: boolean,
): JsonObject => {
  const patch: JsonObject = {};
  for (const [key, value] of Object.entries(modified)) {
    const before = hasField(original, key) ? original[key] : undefined;
    if (before === undefined) {
      if (!options.ignoreChangesAndAdditions) patch[key] = value;
    } else if (key === directiveMarker) diffDirectives(before, value, patch);
    else if (goTypeName(before) !== goTypeName(value)) {
      if (!options.ignoreChangesAndAdditions) patch[key] = value;
    } else diffField(key, before, value, patch, fields, options);
  }
  if (!options.ignoreDeletions)
    for (const key in original) if (hasField(original, key) && !hasField(modified, key)) patch[key] = null;
  if (hasRetainKeys) addRetainKeys(original, modified, patch);
  return patch;
};

const diffDirectives = (before: JsonValue, value: JsonValue, patch: JsonObject): void => {
  if (typeof before !== 'string' || typeof value !== 'string')
    throw new PatchError(`invalid value for special key: ${directiveMarker}`, 500);
  if (before !== value) patch[directiveMarker] = value;
};

const addRetainKeys = (original: JsonObject, modified: JsonObject, patch: JsonObject): void => {
  const retained = Object.keys(modified).filter(
    (key) => modified[key] !== undefined && modified[key] !== null,
  );
  if (retained.length === 0) return;
  const isClearing = Object.keys(original).some(
    (key) => hasField(original, key) && original[key] !== null && !hasField(modified, key),
  );
  if (Object.keys(patch).length > 0 || isClearing) patch[retainKeysDirective] = retained.sort();
};

/** Both values are of one type. */
const diffField = (
  key: string,
  before: JsonValue,
  value: JsonValue,
  patch: JsonObject,
  fields: MergeFields,
  options: DiffOptions,
): void => {
  if (isJsonObject(before) && isJsonObject(value)) {
    const field = fieldIfChanged(before, value, () => fields.mapField(key));
    if (field !== undefined) diffMapField(key, before, value, patch, field, options);
  } else if (Array.isArray(before) && Array.isArray(value)) {
    const field = fieldIfChanged(before, value, () => fields.listField(key));
    if (field?.isMerged) diffMergedLists(key, before, value, patch, field, options);
    else if (field !== undefined) replaceIfChanged(key, before, value, patch, options);
  } else replaceIfChanged(key, before, value, patch, options);
};

/** Where a type does not have the field, that is no error as long as nothing changed. */
const fieldIfChanged = (
  before: JsonValue,
  value: JsonValue,
  lookUp: () => MergeField,
): MergeField | undefined => {
  try {
    return lookUp();
  } catch (error) {
    if (deepEqual(before, value)) return undefined;
    throw error;
  }
};

const replaceIfChanged = (
  key: string,
  before: JsonValue,
  value: JsonValue,
  patch: JsonObject,
  options: DiffOptions,
): void => {
  if (!options.ignoreChangesAndAdditions && !deepEqual(before, value)) patch[key] = value;
};

const diffMapField = (
  key: string,
  before: JsonObject,
  value: JsonObject,
  patch: JsonObject,
  field: MergeField,
  options: DiffOptions,
): void => {
  if (field.isReplaced) {
    // Upstream does not look whether it changed.
    if (!options.ignoreChangesAndAdditions) patch[key] = value;
    return;
  }
  const inner = diffMaps(before, value, field.type, options, field.retainKeys);
  if (Object.keys(inner).length > 0) patch[key] = inner;
};

/** @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go handleSliceDiff, diffLists */
const diffMergedLists = (
  key: string,
  original: JsonValue[],
  modified: JsonValue[],
  patch: JsonObject,
  field: MergeField,
  options: DiffOptions,
): void => {
  if (original.length === 0) {
    if (modified.length > 0 && !options.ignoreChangesAndAdditions) patch[key] = modified;
    return;
  }
  const difference =
    itemKind(original, modified) === 'map'
      ? diffListsOfMaps(original, modified, field, options)
      : diffListsOfPrimitives(original, modified, options);
  if (difference.added.length > 0) patch[key] = difference.added;
  if (difference.deleted.length > 0) patch[`${deleteFromPrimitiveListPrefix}/${key}`] = difference.deleted;
  if (difference.order.length > 0) patch[`${setElementOrderPrefix}/${key}`] = difference.order;
};

interface ListDifference {
  added: JsonValue[];
  deleted: JsonValue[];
  order: JsonValue[];
}

const byText = (text: (item: JsonValue) => string) => (a: JsonValue, b: JsonValue) => {
  const [left, right] = [text(a), text(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/**
 * Walks two lists sorted by text: calls back with what is only in one, or in both.
 * @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go diffListsOfMaps, diffListsOfScalars
 */
const walkSorted = (
  original: readonly JsonValue[],
  modified: readonly JsonValue[],
  text: (item: JsonValue) => string,
  visit: (before: JsonValue | undefined, after: JsonValue | undefined) => void,
): void => {
  let [i, j] = [0, 0];
  while (i < original.length || j < modified.length) {
    const [before, after] = [original[i], modified[j]];
    const order = before === undefined ? 1 : after === undefined ? -1 : byText(text)(before, after);
    visit(order > 0 ? undefined : before, order < 0 ? undefined : after);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
};

const diffListsOfPrimitives = (
  original: JsonValue[],
  modified: JsonValue[],
  options: DiffOptions,
): ListDifference => {
  const sorted = original.toSorted(byText(goValueText));
  const added: JsonValue[] = [];
  const deleted = new Set<JsonValue>();
  walkSorted(sorted, modified.toSorted(byText(goValueText)), goValueText, (before, after) => {
    if (after === undefined) {
      if (!options.ignoreDeletions && before !== undefined) deleted.add(before);
    } else if (before === undefined && !options.ignoreChangesAndAdditions) added.push(after);
  });
  // Upstream has sorted the original in place by now, so an unsorted list counts as reordered.
  const isOrdered =
    options.setElementOrder === true &&
    ((!options.ignoreDeletions && deleted.size > 0) ||
      (!options.ignoreChangesAndAdditions && !deepEqual(sorted, modified)));
  return {
    added: inOrderOf(added, modified, undefined),
    deleted: [...deleted],
    order: isOrdered ? modified : [],
  };
};

const diffListsOfMaps = (
  original: JsonValue[],
  modified: JsonValue[],
  field: MergeField,
  options: DiffOptions,
): ListDifference => {
  const { mergeKey } = field;
  if (mergeKey === undefined)
    throw new PatchError('cannot merge lists without merge key for type struct', 500);
  const text = (item: JsonValue): string => goValueText(mergeValueOf(item, mergeKey));
  const changed: JsonValue[] = [];
  const deletions: JsonValue[] = [];
  walkSorted(original.toSorted(byText(text)), modified.toSorted(byText(text)), text, (before, after) => {
    if (before !== undefined && after !== undefined) {
      const inner = diffMaps(
        before as JsonObject,
        after as JsonObject,
        field.type,
        options,
        field.retainKeys,
      );
      if (Object.keys(inner).length > 0)
        changed.push({ ...inner, [mergeKey]: mergeValueOf(after, mergeKey) });
    } else if (after !== undefined) {
      if (!options.ignoreChangesAndAdditions) changed.push(after);
    } else if (before !== undefined && !options.ignoreDeletions)
      deletions.push({ [mergeKey]: mergeValueOf(before, mergeKey), [directiveMarker]: deleteDirective });
  });
  const added = [...inOrderOf(changed, modified, mergeKey), ...deletions];
  const isOrderSame =
    original.length === modified.length &&
    modified.every(
      (item, index) => mergeValueOf(item, mergeKey) === mergeValueOf(original[index]!, mergeKey),
    );
  const isOrdered =
    options.setElementOrder === true &&
    ((!options.ignoreChangesAndAdditions && (added.length > 0 || !isOrderSame)) ||
      (!options.ignoreDeletions && added.length > 0));
  const order = isOrdered ? modified.map((item) => ({ [mergeKey]: mergeValueOf(item, mergeKey) })) : [];
  return { added, deleted: [], order };
};
