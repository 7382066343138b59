/** Lists under strategic merge patch: what kind of items they hold, and the order of a merged list. */
import { goValueText } from '../go-format.ts';
import { isJsonObject } from '../json-value.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import { PatchError } from './patch-error.ts';

export const deleteDirective = 'delete';
export const directiveMarker = '$patch';

/** Go's name of a JSON value's type. */
export const goTypeName = (value: JsonValue): string => {
  if (value === null) return '%!s(<nil>)';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
};

/** @source k8s 1.20 apimachinery/pkg/util/mergepatch/errors.go ErrBadArgType */
export const wrongType = (
  expected: 'map[string]interface {}' | '[]interface {}',
  actual: JsonValue,
): PatchError => new PatchError(`expected a ${expected}, but received a ${goTypeName(actual)}`, 500);

/** @source k8s 1.20 apimachinery/pkg/util/mergepatch/errors.go ErrNoMergeKey */
const noMergeKey = (item: JsonObject, mergeKey: string): PatchError =>
  new PatchError(`map: ${goValueText(item)} does not contain declared merge key: ${mergeKey}`, 500);

/** The merge key's value of an item. */
export const mergeValueOf = (item: JsonValue, mergeKey: string): JsonValue => {
  if (!isJsonObject(item)) throw wrongType('map[string]interface {}', item);
  const value = item[mergeKey];
  if (value === undefined) throw noMergeKey(item, mergeKey);
  return value;
};

/**
 * Whether the items of the lists are maps or primitives; all must be of one type.
 * @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go sliceElementType
 */
export const itemKind = (...lists: readonly JsonValue[][]): 'map' | 'primitive' => {
  let type: string | undefined;
  for (const item of lists.flat(1)) {
    const itemType = goTypeName(item);
    if (type === undefined && Array.isArray(item))
      throw new PatchError('lists of lists are not supported', 422);
    type ??= itemType;
    if (type !== itemType)
      throw new PatchError(`list element types are not identical: ${goValueText(lists)}`, 500);
  }
  if (type === undefined) throw new PatchError('no elements in any of the given slices', 500);
  return type === 'map[string]interface {}' ? 'map' : 'primitive';
};

const identityOf = (item: JsonValue, mergeKey: string | undefined): JsonValue | undefined =>
  mergeKey === undefined ? item : isJsonObject(item) ? item[mergeKey] : undefined;

/** The place of every identity in a list; the first counts. */
const placesIn = (
  order: readonly JsonValue[],
  mergeKey: string | undefined,
): Map<JsonValue | undefined, number> => {
  const places = new Map<JsonValue | undefined, number>();
  order.forEach((item, index) => {
    const identity = identityOf(item, mergeKey);
    if (!places.has(identity)) places.set(identity, index);
  });
  return places;
};

/** Items with "$patch: delete", and the others. */
export const splitDeletions = (list: readonly JsonValue[]): [kept: JsonValue[], deleted: JsonValue[]] => {
  const kept: JsonValue[] = [];
  const deleted: JsonValue[] = [];
  for (const item of list) {
    if (!isJsonObject(item)) throw wrongType('map[string]interface {}', item);
    (item[directiveMarker] === deleteDirective ? deleted : kept).push(item);
  }
  return [kept, deleted];
};

/**
 * `list` in the order of `order`, deletions last. It is upstream's insertion sort, as its comparison is no order:
 * an item that `order` does not know goes before all.
 * @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go normalizeSliceOrder
 */
export const inOrderOf = (
  list: readonly JsonValue[],
  order: readonly JsonValue[],
  mergeKey: string | undefined,
): JsonValue[] => {
  let sorted = [...list];
  let deleted: JsonValue[] = [];
  if (mergeKey !== undefined) {
    for (const item of list) mergeValueOf(item, mergeKey);
    for (const item of order) mergeValueOf(item, mergeKey);
    [sorted, deleted] = splitDeletions(list);
  }
  const places = placesIn(order, mergeKey);
  const placeOf = (item: JsonValue): number | undefined => places.get(identityOf(item, mergeKey));
  const isBefore = (a: JsonValue, b: JsonValue): boolean => {
    const [left, right] = [placeOf(a), placeOf(b)];
    return left === undefined || right === undefined || left < right;
  };
  for (let end = 1; end < sorted.length; end++)
    for (let at = end; at > 0 && isBefore(sorted[at]!, sorted[at - 1]!); at--)
      [sorted[at - 1], sorted[at]] = [sorted[at]!, sorted[at - 1]!];
  return [...sorted, ...deleted];
};

/** Weaves `left` into `right` by their places in `order`. @source k8s 1.20 strategicpatch/patch.go mergeSortedSlice */
const weave = (
  left: readonly JsonValue[],
  right: readonly JsonValue[],
  order: readonly JsonValue[],
  mergeKey: string | undefined,
): JsonValue[] => {
  const places = placesIn(order, mergeKey);
  const woven: JsonValue[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const leftPlace = places.get(identityOf(left[i]!, mergeKey));
    const rightPlace = places.get(identityOf(right[j]!, mergeKey));
    const isLeftFirst = leftPlace !== undefined && rightPlace !== undefined && leftPlace < rightPlace;
    woven.push(isLeftFirst ? left[i++]! : right[j++]!);
  }
  return [...woven, ...left.slice(i), ...right.slice(j)];
};

/**
 * A merged list in its final order: what the patch names in the patch's order, the rest in the live order, woven.
 * @source k8s 1.20 apimachinery/pkg/util/strategicpatch/patch.go normalizeElementOrder
 */
export const orderMerged = (
  merged: readonly JsonValue[],
  patchOrder: readonly JsonValue[],
  liveOrder: readonly JsonValue[],
  mergeKey: string | undefined,
): JsonValue[] => {
  const named = new Set(patchOrder.map((item) => identityOf(item, mergeKey)));
  const fromPatch: JsonValue[] = [];
  const liveOnly: JsonValue[] = [];
  for (const item of merged) {
    const identity = mergeKey === undefined ? item : mergeValueOf(item, mergeKey);
    (named.has(identity) ? fromPatch : liveOnly).push(item);
  }
  const patched = inOrderOf(fromPatch, patchOrder, mergeKey);
  const live = inOrderOf(liveOnly, liveOrder, mergeKey);
  return weave(live, patched, liveOrder, mergeKey);
};
