/** The atoms of the API's built-in types, from the Go facts of a minor. @source k8s 1.20 kube-openapi pkg/schemaconv/smd.go */
import { goTypeOf } from '../defaults/index.ts';
import { fieldsOf, hasType, markersOf, underlyingOf, type GoField } from '../facts/index.ts';
import { deducedAtom, untypedAtom, type Atom, type AtomRef, type ListRule, type Scalar } from './atom.ts';

/** Types that write their JSON themselves. */
const opaque: Readonly<Record<string, Atom>> = {
  'meta/v1.Time': { scalar: 'untyped' },
  'meta/v1.MicroTime': { scalar: 'untyped' },
  'meta/v1.Duration': { scalar: 'string' },
  'meta/v1.FieldsV1': deducedAtom,
  'runtime.RawExtension': untypedAtom,
  'util/intstr.IntOrString': { scalar: 'untyped' },
  'api/resource.Quantity': { scalar: 'untyped' },
};

const scalarOf = (goType: string): Scalar | undefined => {
  if (goType === 'string') return 'string';
  if (goType === 'bool') return 'boolean';
  return /^(?:u?int\d*|float\d+|byte)$/.test(goType) ? 'numeric' : undefined;
};

const atoms = new Map<string, Atom>();

const typeAtom = (goType: string, minor: number): Atom => {
  const key = `${minor}/${goType}`;
  let atom = atoms.get(key);
  if (atom === undefined) atoms.set(key, (atom = buildAtom(goType, minor)));
  return atom;
};

const elementOf = (mapType: string): string => mapType.slice(mapType.indexOf(']') + 1);

const isFreeForm = (goType: string): boolean => goType.includes('interface{}');

/** A type without the field that holds it. */
const buildAtom = (written: string, minor: number): Atom => {
  const goType = written.replace(/^\*+/, '');
  const known = opaque[goType];
  if (known !== undefined) return known;
  if (goType === '[]byte') return { scalar: 'string' };
  if (isFreeForm(goType)) return untypedAtom;
  if (goType.startsWith('[]')) return { list: listRule(goType, '', minor) };
  if (goType.startsWith('map['))
    return { map: { isAtomic: false, fields: new Map(), rest: () => typeAtom(elementOf(goType), minor) } };
  const scalar = scalarOf(goType);
  if (scalar !== undefined) return { scalar };
  if (fieldsOf(goType, minor) === undefined) {
    const under = underlyingOf(goType);
    if (under !== goType) return withMapMarker(typeAtom(under, minor), goType, minor);
    return hasType(goType, minor) ? untypedAtom : { scalar: 'untyped' };
  }
  const fields = new Map<string, AtomRef>();
  addFields(goType, minor, fields);
  return { map: { isAtomic: markersOf(goType, minor)?.map === 'atomic', fields } };
};

const addFields = (goType: string, minor: number, into: Map<string, AtomRef>): void => {
  for (const field of fieldsOf(goType, minor) ?? []) {
    if (field.jsonName === '') addFields(field.goType.replace(/^\*/, ''), minor, into);
    else if (field.jsonName !== '-') into.set(field.jsonName, fieldRef(goType, field, minor));
  }
};

const fieldRef = (owner: string, field: GoField, minor: number): AtomRef => {
  let atom: Atom | undefined;
  return () => (atom ??= buildFieldAtom(owner, field, minor));
};

const listUnder = (goType: string, minor: number): string | undefined => {
  let type = goType.replace(/^\*/, '');
  while (!type.startsWith('[]')) {
    if (type.startsWith('map[') || opaque[type] !== undefined || fieldsOf(type, minor) !== undefined)
      return undefined;
    const under = underlyingOf(type);
    if (under === type) return undefined;
    type = under;
  }
  return type === '[]byte' || isFreeForm(type) ? undefined : type;
};

const buildFieldAtom = (owner: string, field: GoField, minor: number): Atom => {
  const list = listUnder(field.goType, minor);
  const name = `${owner}.${field.goName}`;
  if (list === undefined) return withMapMarker(typeAtom(field.goType, minor), name, minor);
  return { list: listRule(list, name, minor, field) };
};

const withMapMarker = (atom: Atom, name: string, minor: number): Atom => {
  const marker = markersOf(name, minor)?.map;
  if (marker === undefined || atom.map === undefined) return atom;
  return { ...atom, map: { ...atom.map, isAtomic: marker === 'atomic' } };
};

/** How a list merges: as marked, else as its patch strategy says. */
const listRule = (listType: string, name: string, minor: number, field?: GoField): ListRule => {
  const of = listType.slice(2);
  const element = (): Atom => typeAtom(of, minor);
  const markers = markersOf(name, minor);
  if (markers?.list !== undefined) {
    const keys = markers.list === 'map' ? (markers.keys ?? []) : [];
    return { isAtomic: markers.list === 'atomic', keys, keyDefaults: keyDefaults(of, keys, minor), element };
  }
  const isMerged = field?.patchStrategy.split(',').includes('merge') === true;
  const keys = isMerged && field.patchMergeKey !== '' ? [field.patchMergeKey] : [];
  return { isAtomic: !isMerged, keys, keyDefaults: keyDefaults(of, keys, minor), element };
};

const keyDefaults = (goType: string, keys: readonly string[], minor: number): Record<string, unknown> => {
  const defaults: Record<string, unknown> = {};
  for (const { jsonName, goName } of keys.length === 0 ? [] : (fieldsOf(goType, minor) ?? [])) {
    const given = keys.includes(jsonName) ? markersOf(`${goType}.${goName}`, minor)?.default : undefined;
    if (given !== undefined) defaults[jsonName] = given;
  }
  return defaults;
};

/** The atom of a built-in kind; undefined for kinds that upstream's modules do not declare. */
export const builtInAtom = (apiVersion: string, kind: string, minor: number): Atom | undefined => {
  const goType = goTypeOf(apiVersion, kind, minor);
  return goType === undefined ? undefined : typeAtom(goType, minor);
};

/** The atom of metadata, for custom resources too. */
export const metadataAtom = (minor: number): Atom => typeAtom('meta/v1.ObjectMeta', minor);
