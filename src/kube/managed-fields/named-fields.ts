/** A set with the named fields on the way to its members. @source structured-merge-diff v4.1 fieldpath/set.go EnsureNamedFieldsAreMembers */
import { fieldAtom, type Atom } from './atom.ts';
import { FieldSet } from './field-set.ts';
import { fieldNameOf, type PathElement } from './path-element.ts';

/** Of "spec.labels.a" also "spec", but not "spec.labels" where that is a map of free names. */
export const withNamedFields = (set: FieldSet, atom: Atom | undefined): FieldSet => {
  const result = new FieldSet();
  for (const [element, isMember, below] of set.steps()) {
    const name = fieldNameOf(element);
    const isNamed = below !== undefined && name !== undefined && atom?.map?.fields.has(name) === true;
    result.put(element, isMember || isNamed, below && withNamedFields(below, typeBelow(atom, element)));
  }
  return result;
};

const typeBelow = (atom: Atom | undefined, element: PathElement): Atom | undefined => {
  const name = fieldNameOf(element);
  if (name !== undefined) return atom?.map === undefined ? undefined : fieldAtom(atom.map, name)?.();
  return element.startsWith('k:') ? atom?.list?.element() : undefined;
};
