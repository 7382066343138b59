/** Atom: how values of one type are merged: as a scalar, a list, a map, or whichever of these a value is. */
import { isJsonObject } from '../json-value.ts';

export type Scalar = 'string' | 'numeric' | 'boolean' | 'untyped';

/** Types hold themselves, so they are looked up when they are needed. */
export type AtomRef = () => Atom;

export interface ListRule {
  /** Replaced as a whole. */
  isAtomic: boolean;
  /** What tells the items of an associative list apart; without keys it is a set. */
  keys: readonly string[];
  /** The values that keys have where an item names none. */
  keyDefaults?: Readonly<Record<string, unknown>>;
  element: AtomRef;
}

export interface MapRule {
  isAtomic: boolean;
  /** The named fields. */
  fields: ReadonlyMap<string, AtomRef>;
  /** All other fields; absent: there are none. */
  rest?: AtomRef;
}

export interface Atom {
  scalar?: Scalar;
  list?: ListRule;
  map?: MapRule;
}

const noFields: ReadonlyMap<string, AtomRef> = new Map();

/** Anything, replaced as a whole. */
export const untypedAtom: Atom = {
  scalar: 'untyped',
  list: { isAtomic: true, keys: [], element: () => untypedAtom },
  map: { isAtomic: true, fields: noFields, rest: () => untypedAtom },
};

/** Anything: maps field by field, lists as a whole. @source kube-openapi pkg/schemaconv/smd.go deducedDef */
export const deducedAtom: Atom = {
  scalar: 'untyped',
  list: { isAtomic: true, keys: [], element: () => untypedAtom },
  map: { isAtomic: false, fields: noFields, rest: () => deducedAtom },
};

/** The one form of the atom that the value has; the atom itself where the value is absent or of no form that it allows. */
export const atomFor = (atom: Atom, value: unknown): Atom => {
  if (value === undefined || value === null) return atom;
  if (Array.isArray(value)) return atom.list === undefined || isOne(atom) ? atom : { list: atom.list };
  if (isJsonObject(value)) return atom.map === undefined || isOne(atom) ? atom : { map: atom.map };
  return atom.scalar === undefined || isOne(atom) ? atom : { scalar: atom.scalar };
};

const isOne = ({ scalar, list, map }: Atom): boolean =>
  Number(scalar !== undefined) + Number(list !== undefined) + Number(map !== undefined) === 1;

export const isSameForm = (a: Atom, b: Atom): boolean =>
  a.scalar === b.scalar && a.list === b.list && a.map === b.map;

/** The type of a map's field; undefined when there is no such field. */
export const fieldAtom = (map: MapRule, name: string): AtomRef | undefined =>
  map.fields.get(name) ?? map.rest;
