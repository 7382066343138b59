/** A value without some of its fields and items. @source structured-merge-diff v4.0.2 typed/remove.go */
import { isJsonObject } from '../json-value.ts';
import { atomFor, deducedAtom, fieldAtom, type Atom, type ListRule, type MapRule } from './atom.ts';
import type { FieldSet } from './field-set.ts';
import { itemElement } from './list-items.ts';
import { fieldElement } from './path-element.ts';

export interface RemoveOptions {
  /** A map or list that loses all it held stays, empty. @since k8s 1.36 (structured-merge-diff 6.3.2) */
  keepsEmptied: boolean;
}

/** What becomes empty by it, becomes null. The value is not changed. */
export const removeItems = (value: unknown, gone: FieldSet, atom: Atom, options: RemoveOptions): unknown => {
  const { map, scalar, list } = atomFor(atom, value);
  if (map !== undefined) return isJsonObject(value) ? withoutFields(value, gone, map, options) : null;
  if (scalar !== undefined || list === undefined) return value;
  return Array.isArray(value) ? withoutItems(value as unknown[], gone, list, options) : null;
};

const trimmed = (value: unknown, below: FieldSet, atom: Atom, options: RemoveOptions): unknown => {
  const rest = removeItems(value, below, atom, options);
  if (rest !== null || !options.keepsEmptied) return rest;
  return Array.isArray(value) ? [] : isJsonObject(value) ? {} : rest;
};

const withoutFields = (
  value: Record<string, unknown>,
  gone: FieldSet,
  rule: MapRule,
  options: RemoveOptions,
): unknown => {
  if (rule.isAtomic) return null;
  const rest: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const element = fieldElement(name);
    if (item === undefined || gone.hasMember(element)) continue;
    const below = gone.below(element);
    rest[name] =
      below === undefined ? item : trimmed(item, below, fieldAtom(rule, name)?.() ?? deducedAtom, options);
  }
  return Object.keys(rest).length === 0 ? null : rest;
};

const withoutItems = (
  value: readonly unknown[],
  gone: FieldSet,
  rule: ListRule,
  options: RemoveOptions,
): unknown => {
  if (rule.isAtomic) return null;
  const rest: unknown[] = [];
  for (const item of value) {
    const element = itemElement(rule, item);
    if (typeof element !== 'string') {
      rest.push(item);
      continue;
    }
    if (gone.hasMember(element)) continue;
    const below = gone.below(element);
    rest.push(below === undefined ? item : trimmed(item, below, rule.element(), options));
  }
  return rest.length === 0 ? null : rest;
};
