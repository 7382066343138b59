/** Applies strategic merge patches, Kubernetes' own kind of patch, with all its directives. */
import { goValueText } from '../go-format.ts';
import { deepEqual, hasField, isJsonObject } from '../json-value.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import type { MergeField, MergeFields } from './merge-fields.ts';
import {
  deleteDirective,
  directiveMarker,
  goTypeName,
  itemKind,
  mergeValueOf,
  orderMerged,
  splitDeletions,
  wrongType,
} from './merge-list.ts';
import { PatchError } from './patch-error.ts';

export const retainKeysDirective = '$retainKeys';
export const deleteFromPrimitiveListPrefix = '$deleteFromPrimitiveList';
export const setElementOrderPrefix = '$setElementOrder';

/**
 * `apply`: to an object. `combine`: to another patch, so that directives stay, and so do nulls.
 * @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go MergeOptions
 */
export type MergeMode = 'apply' | 'combine';

/**
 * The object with the patch applied. Neither is changed; what the patch leaves alone is shared.
 * @throws PatchError with upstream's text
 * @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go StrategicMergeMapPatch
 */
export const applyStrategicMergePatch = (
  object: JsonObject,
  patch: JsonObject,
  fields: MergeFields,
): JsonObject => mergeMaps(object, patch, fields, 'apply');

const badOrderList = (): PatchError => new PatchError('invalid patch format of setElementOrder list', 400);

/** @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go mergeMap */
export const mergeMaps = (
  original: JsonObject,
  patch: JsonObject,
  fields: MergeFields,
  mode: MergeMode,
): JsonObject => {
  if (patch[directiveMarker] !== undefined) return obeyDirective(patch);
  const result = { ...original };
  const rest = { ...patch };
  applyRetainKeys(result, rest, mode);
  applyElementOrders(result, rest, fields, mode);
  for (const [key, value] of Object.entries(rest)) mergeField(result, key, value, fields, mode);
  return result;
};

const obeyDirective = (patch: JsonObject): JsonObject => {
  const { [directiveMarker]: directive = null, ...rest } = patch;
  if (directive === 'replace') return rest;
  if (directive === deleteDirective) return {};
  throw unknownDirective(directive, patch);
};

const unknownDirective = (directive: JsonValue, map: JsonObject): PatchError =>
  new PatchError(`unknown patch type: ${goValueText(directive)} in map: ${goValueText(map)}`, 500);

const mergeField = (
  result: JsonObject,
  patchKey: string,
  value: JsonValue,
  fields: MergeFields,
  mode: MergeMode,
): void => {
  let key = patchKey;
  const isDeletionList = key.startsWith(deleteFromPrimitiveListPrefix);
  if (isDeletionList) {
    if (mode === 'combine') {
      result[key] = value;
      return;
    }
    key = fieldOfDirective(key, deleteFromPrimitiveListPrefix, 'invalid patch format of primitive list');
  }
  if (value === null) {
    Reflect.deleteProperty(result, key);
    if (mode === 'apply') return;
  }
  const current = hasField(result, key) ? result[key]! : undefined;
  if (current === undefined || goTypeName(current) !== goTypeName(value)) {
    if (!isDeletionList) result[key] = value;
  } else result[key] = mergeValues(key, current, value, fields, isDeletionList, mode);
};

const mergeValues = (
  key: string,
  current: JsonValue,
  value: JsonValue,
  fields: MergeFields,
  isDeletionList: boolean,
  mode: MergeMode,
): JsonValue => {
  if (Array.isArray(value) && Array.isArray(current)) {
    const field = fields.listField(key);
    return field.isMerged ? mergeLists(current, value, field, isDeletionList, mode) : value;
  }
  if (isJsonObject(value) && isJsonObject(current)) {
    const field = fields.mapField(key);
    return field.isReplaced ? value : mergeMaps(current, value, field.type, mode);
  }
  return value;
};

/** The field that "$directive/field" is about. */
const fieldOfDirective = (key: string, prefix: string, problem: string): string => {
  if (!key.startsWith(`${prefix}/`)) throw new PatchError(problem, 400);
  return key.slice(prefix.length + 1);
};

/** Drops the fields that "$retainKeys" does not name. @source k8s 1.20 strategicpatch/patch.go applyRetainKeysDirective */
const applyRetainKeys = (result: JsonObject, patch: JsonObject, mode: MergeMode): void => {
  const retained = patch[retainKeysDirective];
  if (retained === undefined) return;
  Reflect.deleteProperty(patch, retainKeysDirective);
  if (mode === 'combine') {
    const known = (result[retainKeysDirective] ??= retained);
    if (!deepEqual(known, retained))
      throw new PatchError(
        `${goValueText(known)} and ${goValueText(retained)} are not deep equal: this may happen when calculating the 3-way diff patch`,
        500,
      );
    return;
  }
  const malformed = new PatchError('invalid patch format of retainKeys', 400);
  if (!Array.isArray(retained)) throw malformed;
  const kept = new Set(retained);
  for (const [key, value] of Object.entries(patch)) {
    const isDirective =
      key.startsWith(deleteFromPrimitiveListPrefix) || key.startsWith(setElementOrderPrefix);
    if (value !== null && !isDirective && !kept.has(key)) throw malformed;
  }
  for (const key of Object.keys(result)) if (!kept.has(key)) Reflect.deleteProperty(result, key);
};

/**
 * Merges the lists that "$setElementOrder/field" orders, and takes them out of the patch.
 * @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go mergePatchIntoOriginal
 */
const applyElementOrders = (
  result: JsonObject,
  patch: JsonObject,
  fields: MergeFields,
  mode: MergeMode,
): void => {
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(setElementOrderPrefix)) continue;
    if (mode === 'combine') {
      const known = (result[key] ??= order);
      if (!deepEqual(known, order)) throw badOrderList();
    }
    Reflect.deleteProperty(patch, key);
    if (!Array.isArray(order)) throw wrongType('[]interface {}', order);
    const name = fieldOfDirective(key, setElementOrderPrefix, badOrderList().message);
    const live = listIn(result, name);
    const patched = listIn(patch, name);
    const field = fields.listField(name);
    checkPatchOrder(patched ?? [], order, field.mergeKey);
    if (live === undefined && patched === undefined) continue;
    let merged = patched ?? live ?? [];
    if (live !== undefined && patched !== undefined)
      merged = field.isMerged ? mergeLists(live, patched, field, false, mode) : patched;
    itemKind(live ?? [], patched ?? []);
    result[name] = orderMerged(merged, order, live ?? [], field.mergeKey);
    Reflect.deleteProperty(patch, name);
  }
};

const listIn = (map: JsonObject, name: string): JsonValue[] | undefined => {
  const value = map[name];
  if (value === undefined || Array.isArray(value)) return value;
  throw wrongType('[]interface {}', value);
};

/** The patch's items must stand in the order of the order list. @source k8s 1.20 patch.go validatePatchWithSetOrderList */
const checkPatchOrder = (patch: JsonValue[], order: JsonValue[], mergeKey: string | undefined): void => {
  if (patch.length === 0 || order.length === 0) return;
  const [items] = mergeKey === undefined ? [patch] : splitDeletions(patch);
  let [at, place] = [0, 0];
  while (at < items.length && place < order.length) {
    const item = items[at]!;
    if (isJsonObject(item) && item[directiveMarker] !== undefined) {
      at++;
      continue;
    }
    const isSame =
      mergeKey === undefined
        ? item === order[place]
        : mergeValueOf(item, mergeKey) === mergeValueOf(order[place]!, mergeKey);
    if (isSame) at++;
    place++;
  }
  if (at < items.length && place >= order.length)
    throw new PatchError(
      `The order in patch list:\n${goValueText(patch)}\n doesn't match ${setElementOrderPrefix} list:\n${goValueText(order)}\n`,
      500,
    );
};

/** @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go mergeSlice */
const mergeLists = (
  original: JsonValue[],
  patch: JsonValue[],
  field: MergeField,
  isDeletionList: boolean,
  mode: MergeMode,
): JsonValue[] => {
  if (original.length === 0 && patch.length === 0) return original;
  const { mergeKey } = field;
  if (itemKind(original, patch) === 'primitive') {
    if (isDeletionList && mode === 'apply') return original.filter((item) => !patch.includes(item));
    return orderMerged([...new Set([...original, ...patch])], patch, original, undefined);
  }
  if (mergeKey === undefined)
    throw new PatchError('cannot merge lists without merge key for type string', 500);
  const [live, items] = obeyListDirectives(original as JsonObject[], patch as JsonObject[], mergeKey);
  const merged: JsonValue[] = [...live];
  for (const item of items) {
    const value = mergeValueOf(item, mergeKey);
    const at = merged.findIndex((candidate) => isJsonObject(candidate) && candidate[mergeKey] === value);
    if (at === -1) merged.push(item);
    else merged[at] = mergeMaps(merged[at] as JsonObject, item, field.type, mode);
  }
  return orderMerged(merged, items, live, mergeKey);
};

/** Takes items with "$patch" out of the patch and does what they say. @source k8s 1.20 patch.go mergeSliceWithSpecialElements */
const obeyListDirectives = (
  original: JsonObject[],
  patch: JsonObject[],
  mergeKey: string,
): [live: JsonObject[], items: JsonObject[]] => {
  const items: JsonObject[] = [];
  let live = original;
  let isReplaced = false;
  for (const item of patch) {
    const directive = item[directiveMarker];
    if (directive === undefined) items.push(item);
    else if (directive === 'replace') isReplaced = true;
    else if (directive === deleteDirective) {
      const value = mergeValueOf(item, mergeKey);
      live = live.filter((candidate) => candidate[mergeKey] !== value);
    } else if (directive === 'merge')
      throw new PatchError('merging lists cannot yet be specified in the patch', 500);
    else throw unknownDirective(directive, item);
  }
  return isReplaced ? [items, []] : [live, items];
};
