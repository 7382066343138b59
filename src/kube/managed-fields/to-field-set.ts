/** The fields that a value names. @source structured-merge-diff v4.0.2 typed/tofieldset.go */
import { isJsonObject } from '../json-value.ts';
import { atomFor, deducedAtom, fieldAtom, type Atom } from './atom.ts';
import { FieldSet } from './field-set.ts';
import { itemsByElement } from './list-items.ts';
import { fieldElement, type PathElement } from './path-element.ts';

export interface FieldSetOptions {
  /** A null or an empty map is a field of its own. @since k8s 1.21 (structured-merge-diff 4.1) */
  countsEmpty: boolean;
}

const isNothing = (value: unknown): boolean =>
  value === null || (isJsonObject(value) && Object.keys(value).length === 0);

export const toFieldSet = (value: unknown, atom: Atom, options: FieldSetOptions): FieldSet => {
  const set = new FieldSet();
  const path: PathElement[] = [];

  const visit = (current: unknown, type: Atom): void => {
    const { map, scalar, list } = atomFor(type, current);
    if (map !== undefined) {
      if (map.isAtomic) set.insert(path);
      else if (isJsonObject(current)) visitMap(current, map);
    } else if (scalar !== undefined || list === undefined) set.insert(path);
    else if (list.isAtomic) set.insert(path);
    else if (Array.isArray(current)) visitList(current as unknown[], list);
  };

  const visitMap = (current: Record<string, unknown>, map: NonNullable<Atom['map']>): void => {
    for (const name in current) {
      const item = current[name];
      if (item === undefined) continue;
      path.push(fieldElement(name));
      visit(item, fieldAtom(map, name)?.() ?? deducedAtom);
      if (!map.fields.has(name) || (options.countsEmpty && isNothing(item))) set.insert(path);
      path.pop();
    }
  };

  const visitList = (current: readonly unknown[], list: NonNullable<Atom['list']>): void => {
    for (const [element, items] of itemsByElement(list, current)) {
      path.push(element);
      if (items.length === 1) visit(items[0], list.element());
      set.insert(path);
      path.pop();
    }
  };

  visit(value, atom);
  return set;
};
