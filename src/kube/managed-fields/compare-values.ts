/** Which fields one value has more, less or different than another of the same type. @source structured-merge-diff v4.0.2 typed/merge.go, v6.3 typed/compare.go */
import { deepEqual, isJsonObject } from '../json-value.ts';
import {
  atomFor,
  deducedAtom,
  fieldAtom,
  isSameForm,
  type Atom,
  type ListRule,
  type MapRule,
} from './atom.ts';
import { FieldSet } from './field-set.ts';
import { itemsByElement } from './list-items.ts';
import { fieldElement, type PathElement } from './path-element.ts';

export interface Comparison {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
}

/** Absent is undefined; null is a value. Values that are the same object are not looked into. */
export const compareValues = (left: unknown, right: unknown, atom: Atom): Comparison => {
  const walk = new Walk();
  walk.compare(left, right, atom);
  return walk;
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const mapOf = (value: unknown): Record<string, unknown> => (isJsonObject(value) ? value : {});

const isEmptyMap = (map: Record<string, unknown>): boolean => {
  for (const field in map) if (map[field] !== undefined) return false;
  return true;
};

class Walk implements Comparison {
  readonly added = new FieldSet();
  readonly modified = new FieldSet();
  readonly removed = new FieldSet();
  readonly #path: PathElement[] = [];

  compare(left: unknown, right: unknown, atom: Atom): void {
    if (left === right) return;
    const [ofLeft, ofRight] = [atomFor(atom, left), atomFor(atom, right)];
    let isLeaf: boolean;
    if (right === undefined) isLeaf = this.#byForm(left, right, ofLeft);
    else {
      if (left !== undefined && !isSameForm(ofLeft, ofRight)) this.#byForm(left, right, ofLeft);
      isLeaf = this.#byForm(left, right, ofRight);
    }
    if (isLeaf) return;
    if (left === undefined) this.added.insert(this.#path);
    else if (right === undefined) this.removed.insert(this.#path);
  }

  /** Answers whether the place is a leaf. */
  #byForm(left: unknown, right: unknown, { map, list, scalar }: Atom): boolean {
    if (map !== undefined) return this.#compareMaps(left, right, map);
    if (scalar !== undefined || list === undefined) return this.#compareLeaves(left, right);
    return this.#compareLists(left, right, list);
  }

  #compareLeaves(left: unknown, right: unknown): true {
    if (left === undefined) this.added.insert(this.#path);
    else if (right === undefined) this.removed.insert(this.#path);
    else if (!deepEqual(left, right)) this.modified.insert(this.#path);
    return true;
  }

  #compareMaps(left: unknown, right: unknown, rule: MapRule): boolean {
    const [before, after] = [mapOf(left), mapOf(right)];
    // Where there is nothing to go into, null and empty are told apart.
    if (rule.isAtomic || (isEmptyMap(before) && isEmptyMap(after))) return this.#compareLeaves(left, right);
    for (const name in before) if (before[name] !== undefined) this.#field(name, before, after, rule);
    for (const name in after)
      if (after[name] !== undefined && before[name] === undefined) this.#field(name, before, after, rule);
    return false;
  }

  #field(name: string, before: Record<string, unknown>, after: Record<string, unknown>, rule: MapRule): void {
    if (before[name] === after[name]) return;
    this.#path.push(fieldElement(name));
    this.compare(before[name], after[name], fieldAtom(rule, name)?.() ?? deducedAtom);
    this.#path.pop();
  }

  #compareLists(left: unknown, right: unknown, rule: ListRule): boolean {
    const [before, after] = [listOf(left), listOf(right)];
    if (rule.isAtomic || (before.length === 0 && after.length === 0)) return this.#compareLeaves(left, right);
    const [itemsBefore, itemsAfter] = [itemsByElement(rule, before), itemsByElement(rule, after)];
    for (const element of new Set([...itemsBefore.keys(), ...itemsAfter.keys()])) {
      this.#path.push(element);
      this.#compareItems(itemsBefore.get(element) ?? [], itemsAfter.get(element) ?? [], rule.element());
      this.#path.pop();
    }
    return false;
  }

  /** Items of one key; where there are several they count as one whole. */
  #compareItems(before: readonly unknown[], after: readonly unknown[], atom: Atom): void {
    if (before.length <= 1 && after.length <= 1) {
      this.compare(before[0], after[0], atom);
    } else if (before.length >= 2 && after.length >= 2) {
      if (!deepEqual(before, after)) this.modified.insert(this.#path);
    } else if (before.length >= 2) {
      if (after.length > 0) this.compare(undefined, after[0], atom);
      this.removed.insert(this.#path);
    } else {
      if (before.length > 0) this.compare(before[0], undefined, atom);
      this.added.insert(this.#path);
    }
  }
}
