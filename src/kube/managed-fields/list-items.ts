/** What tells an item of an associative list from the others. @source structured-merge-diff v4.0.2 typed/helpers.go listItemToPathElement */
import { isJsonObject, type JsonValue } from '../json-value.ts';
import type { ListRule } from './atom.ts';
import { keyElement, valueElement, type PathElement } from './path-element.ts';

/** The step to the item, or upstream's complaint about it. */
export const itemElement = (rule: ListRule, item: unknown): PathElement | { complaint: string } => {
  if (rule.keys.length > 0) return keyedElement(rule, item);
  if (isJsonObject(item))
    return { complaint: "associative list without keys has an element that's a map type" };
  if (Array.isArray(item)) return { complaint: 'not supported: associative list with lists as elements' };
  if (item === null || item === undefined)
    return { complaint: "associative list without keys has an element that's an explicit null" };
  return valueElement(item as JsonValue);
};

const keyedElement = (rule: ListRule, item: unknown): PathElement | { complaint: string } => {
  if (item === null || item === undefined)
    return { complaint: 'associative list with keys may not have a null element' };
  if (!isJsonObject(item)) return { complaint: 'associative list with keys may not have non-map elements' };
  const values: Record<string, JsonValue> = {};
  for (const key of rule.keys) {
    const value = (item[key] as JsonValue | undefined) ?? (rule.keyDefaults?.[key] as JsonValue | undefined);
    if (value === undefined) {
      return {
        complaint: `associative list with keys has an element that omits key field ${JSON.stringify(key)} (and doesn't have default value)`,
      };
    }
    values[key] = value;
  }
  return keyElement(values);
};

/** The items by their steps, those that come more than once together. Items that have no step are left out. */
export const itemsByElement = (rule: ListRule, list: readonly unknown[]): Map<PathElement, unknown[]> => {
  const items = new Map<PathElement, unknown[]>();
  for (const item of list) {
    const element = itemElement(rule, item);
    if (typeof element !== 'string') continue;
    const same = items.get(element);
    if (same === undefined) items.set(element, [item]);
    else same.push(item);
  }
  return items;
};
