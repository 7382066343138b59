/** Finds fields that no version of Kubernetes knows: a misspelt one would be absent for ever, and much can be true of what is absent. */
import type { Position } from '../../core/index.ts';
import type { MapEntry, Problems, SourceNode } from '../../document/index.ts';
import { fieldsOf, goTypeOf, underlyingOf } from '../../kube/index.ts';
import { isCelLoaded, parseCel } from '../cel.ts';
import { parseFieldPath } from '../field-path.ts';
import { findKnownResource, type KnownResource } from '../resources/known-resources.ts';

/** Minors between which fields come and go; a field that one of them knows is known. */
const minors = [18, 20, 23, 26, 29, 33, 36];
const versions = ['v1', 'v2', 'v1beta1', 'v1beta2', 'v2beta1', 'v2beta2'];

interface Typed {
  goType: string;
  minor: number;
}

const typesByResource = new Map<string, readonly Typed[]>();

/** The types of a resource in every version of it; none where its kind is not in the table. */
const typesOfResource = (resource: string): readonly Typed[] => {
  const known = findKnownResource(resource);
  if (known === undefined) return [];
  let types = typesByResource.get(known.id);
  if (types === undefined) typesByResource.set(known.id, (types = readTypes(known)));
  return types;
};

const readTypes = (known: KnownResource): readonly Typed[] =>
  minors.flatMap((minor) =>
    versions.flatMap((version) => {
      const apiVersion = known.group === '' ? version : `${known.group}/${version}`;
      const goType = goTypeOf(apiVersion, known.kind, minor);
      return goType === undefined ? [] : [{ goType, minor }];
    }),
  );

const bare = ({ goType, minor }: Typed): Typed => {
  if (goType.startsWith('*')) return bare({ goType: goType.slice(1), minor });
  if (goType.includes('[') || fieldsOf(goType, minor) !== undefined) return { goType, minor };
  try {
    return { goType: underlyingOf(goType), minor };
  } catch {
    return { goType: 'any', minor };
  }
};

const addFields = ({ goType, minor }: Typed, into: Map<string, Typed[]>): void => {
  for (const field of fieldsOf(goType, minor) ?? []) {
    const typed = { goType: field.goType, minor };
    if (field.jsonName === '') addFields(bare(typed), into);
    else into.set(field.jsonName, [...(into.get(field.jsonName) ?? []), typed]);
  }
};

type KnownFields = ReadonlyMap<string, readonly Typed[]>;
const fieldsByTypes = new WeakMap<readonly Typed[], { fields: KnownFields | undefined }>();

/** The fields of a value; undefined where it may have any. */
const fieldsOfAll = (types: readonly Typed[]): KnownFields | undefined => {
  let known = fieldsByTypes.get(types);
  if (known === undefined) fieldsByTypes.set(types, (known = { fields: readFields(types) }));
  return known.fields;
};

const readFields = (types: readonly Typed[]): KnownFields | undefined => {
  const bareTypes = types.map(bare);
  if (bareTypes.length === 0 || bareTypes.some(({ goType, minor }) => fieldsOf(goType, minor) === undefined))
    return undefined;
  const fields = new Map<string, Typed[]>();
  for (const type of bareTypes) addFields(type, fields);
  return fields.size === 0 ? undefined : fields;
};

/** The types of the members of a list, or of the values of a mapping with keys of its own. */
const within = (types: readonly Typed[], opening: '[]' | 'map['): readonly Typed[] =>
  types.map(bare).flatMap(({ goType, minor }) => {
    if (!goType.startsWith(opening)) return [];
    return [{ goType: goType.slice(goType.indexOf(']') + 1), minor }];
  });

const addUnknown = (name: string, known: Iterable<string>, position: Position, problems: Problems): void => {
  problems.addUnknown('unknown-field', 'field', name, [...known], position);
};

const checkCelKey = (
  { key, keyPosition }: MapEntry,
  known: ReadonlySet<string>,
  problems: Problems,
): void => {
  if (!isCelLoaded() || key.includes('$(')) return;
  try {
    for (const name of parseCel(key.slice(1, -1)).variables)
      if (name !== 'self' && !known.has(name)) addUnknown(name, known, keyPosition, problems);
  } catch {
    // That it cannot be parsed is said where it is compiled.
  }
};

const checkNode = (node: SourceNode, types: readonly Typed[], problems: Problems): void => {
  if (node.kind === 'scalar') return;
  if (node.kind === 'list') {
    const members = within(types, '[]');
    for (const item of node.items) checkNode(item, members, problems);
    return;
  }
  const fields = fieldsOfAll(types);
  const values = within(types, 'map[');
  for (const entry of node.entries) {
    const { key, value } = entry;
    if (key.startsWith('(') && key.endsWith(')')) {
      if (fields !== undefined) checkCelKey(entry, new Set(fields.keys()), problems);
    } else if (['$every', '$contains', '$only', '$ordered', '$eq', '$not', '$oneOf'].includes(key)) {
      const isOfMembers = key === '$every' || key === '$contains';
      const isOfLists = key === '$oneOf';
      if (isOfLists && value.kind === 'list')
        for (const item of value.items) checkNode(item, types, problems);
      else checkNode(value, isOfMembers ? within(types, '[]') : types, problems);
    } else if (!key.startsWith('$')) {
      if (fields === undefined) checkNode(value, values, problems);
      else if (fields.has(key)) checkNode(value, fields.get(key)!, problems);
      else addUnknown(key, fields.keys(), entry.keyPosition, problems);
    }
  }
};

/** Checks the fields that a partial object of a resource names. Custom resources, and matchers on single values, pass. */
export const checkFields = (node: SourceNode, resource: string, problems: Problems): void => {
  checkNode(node, typesOfResource(resource), problems);
};

/** Checks a path such as spec.nodeName. */
export const checkPath = (path: string, resource: string, position: Position, problems: Problems): void => {
  let types = typesOfResource(resource);
  for (const part of parseFieldPath(path) ?? []) {
    if (types.length === 0) return;
    const fields = fieldsOfAll(types);
    if (fields === undefined) types = within(types, typeof part === 'number' ? '[]' : 'map[');
    else if (fields.has(String(part))) types = fields.get(String(part))!;
    else {
      addUnknown(String(part), fields.keys(), position, problems);
      return;
    }
  }
};
