/** The atoms of custom resources, from the schemas of their definitions. @source k8s 1.20 kube-openapi pkg/schemaconv/smd.go */
import type { JsonSchema } from '../structural-schema/index.ts';
import { deducedAtom, untypedAtom, type Atom, type AtomRef, type ListRule, type MapRule } from './atom.ts';
import { metadataAtom } from './go-atom.ts';

interface Reading {
  minor: number;
  /** Fields that the schema does not know stay. */
  keepsUnknown: boolean;
}

const lazily = (schema: JsonSchema, reading: Reading): AtomRef => {
  let atom: Atom | undefined;
  return () => (atom ??= atomOf(schema, reading));
};

const atomOf = (schema: JsonSchema, given: Reading): Atom => {
  const keepsUnknown = given.keepsUnknown || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const reading = { ...given, keepsUnknown };
  if (schema['x-kubernetes-int-or-string'] === true) return { scalar: 'untyped' };
  switch (schema.type) {
    case 'object':
      return { map: mapRule(schema, reading) };
    case 'array':
      return { list: listRule(schema, reading) };
    case 'integer':
    case 'number':
      return { scalar: 'numeric' };
    case 'boolean':
      return { scalar: 'boolean' };
    case 'string':
      return { scalar: (schema.format ?? '') === '' || schema.format === 'byte' ? 'string' : 'untyped' };
    default:
      return keepsUnknown ? deducedAtom : untypedAtom;
  }
};

const mapRule = (schema: JsonSchema, reading: Reading): MapRule => {
  const { properties, additionalProperties } = schema;
  const fields = new Map<string, AtomRef>();
  for (const [name, field] of Object.entries(properties ?? {})) fields.set(name, lazily(field, reading));
  const rest = restOf(properties !== undefined, additionalProperties, reading);
  const isAtomic = schema['x-kubernetes-map-type'] === 'atomic';
  return { isAtomic, fields, ...(rest === undefined ? {} : { rest }) };
};

const restOf = (
  hasFields: boolean,
  additional: JsonSchema | boolean | undefined,
  reading: Reading,
): AtomRef | undefined => {
  if (typeof additional === 'object') return lazily(additional, reading);
  if (reading.keepsUnknown) return () => deducedAtom;
  if (hasFields && additional !== true) return undefined;
  // Since the type converter reads OpenAPI v3, what an object without fields holds is taken apart.
  return () => (reading.minor >= 27 ? deducedAtom : untypedAtom);
};

const listRule = (schema: JsonSchema, reading: Reading): ListRule => {
  const kind = schema['x-kubernetes-list-type'];
  const keys = kind === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [];
  const item = schema.items;
  const keyDefaults: Record<string, unknown> = {};
  for (const key of keys) {
    const value = item?.properties?.[key]?.default;
    if (value !== undefined) keyDefaults[key] = value;
  }
  const element = item === undefined ? () => untypedAtom : lazily(item, reading);
  return { isAtomic: kind !== 'set' && kind !== 'map', keys, keyDefaults, element };
};

/** The atom of a custom kind; without a schema, or where unknown fields are kept, what is not known is taken as it is. */
export const structuralAtom = (
  schema: JsonSchema | undefined,
  keepsUnknown: boolean,
  minor: number,
): Atom => {
  const { map } = atomOf(schema ?? {}, { minor, keepsUnknown: keepsUnknown || schema === undefined });
  const fields = new Map(map?.fields);
  fields.set('apiVersion', () => ({ scalar: 'string' }));
  fields.set('kind', () => ({ scalar: 'string' }));
  fields.set('metadata', () => metadataAtom(minor));
  return { map: { isAtomic: false, fields, ...(map?.rest === undefined ? {} : { rest: map.rest }) } };
};
