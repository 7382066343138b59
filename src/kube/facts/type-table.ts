/** The API's Go types of one Kubernetes minor: fields in Go's order, with names, types and merge facts. */
import { assertDefect } from '../../core/index.ts';
import { customResourceTypes } from './custom-resource-types.ts';
import { goTypesJson } from './go-types.ts';

interface FieldFacts {
  omit?: 1;
  patch?: string;
  key?: string;
  list?: string;
  mapKey?: string;
  since?: number;
  until?: number;
}

export type FieldRow = [goName: string, jsonName: string, goType: string, facts?: FieldFacts];

export interface TypeRow {
  since?: number;
  until?: number;
  /** The type underneath a named type that is no struct. */
  is?: string;
  fields?: FieldRow[];
}

interface Table {
  provenance: string[];
  firstMinor: number;
  lastMinor: number;
  types: Record<string, TypeRow>;
}

/** A struct's field. `jsonName` is "" where the field's own fields are inlined. */
export interface GoField {
  goName: string;
  jsonName: string;
  /** "[]core/v1.Container", "*int32", "map[string]string". */
  goType: string;
  omitEmpty: boolean;
  patchStrategy: string;
  patchMergeKey: string;
  listType: string;
  listMapKeys: string;
}

let parsed: Table | undefined;
const table = (): Table => {
  if (parsed === undefined) {
    parsed = JSON.parse(goTypesJson()) as Table;
    Object.assign(parsed.types, customResourceTypes());
  }
  return parsed;
};

const exists = (row: { since?: number; until?: number }, minor: number): boolean =>
  (row.since ?? 0) <= minor && minor <= (row.until ?? Infinity);

/** By minor as asked for and type; undefined for what is no struct. */
const fieldsByMinor = new Map<number, Map<string, readonly GoField[] | undefined>>();

const clamp = (minor: number): number => Math.min(Math.max(minor, table().firstMinor), table().lastMinor);

/** The fields of struct `goType` ("core/v1.PodSpec") in 1.`minor`; undefined when it is no struct there. Minors outside the table take the nearest. */
export const fieldsOf = (goType: string, minor: number): readonly GoField[] | undefined => {
  let known = fieldsByMinor.get(minor);
  if (known === undefined) fieldsByMinor.set(minor, (known = new Map()));
  let fields = known.get(goType);
  if (fields === undefined && !known.has(goType))
    known.set(goType, (fields = readFields(goType, clamp(minor))));
  return fields;
};

const readFields = (goType: string, minor: number): readonly GoField[] | undefined =>
  table()
    .types[goType]?.fields?.filter(([, , , facts]) => exists(facts ?? {}, minor))
    .map(([goName, jsonName, type, facts = {}]): GoField => ({
      goName,
      jsonName,
      goType: type,
      omitEmpty: facts.omit === 1,
      patchStrategy: facts.patch ?? '',
      patchMergeKey: facts.key ?? '',
      listType: facts.list ?? '',
      listMapKeys: facts.mapKey ?? '',
    }));

/** What a named type that is no struct stands for: "string" for "core/v1.RestartPolicy"; itself for Go's own types. */
export const underlyingOf = (goType: string): string => {
  const row = table().types[goType];
  if (row === undefined) return goType === 'types.UID' ? 'string' : goType;
  assertDefect(row.is !== undefined, `${goType} is a struct`);
  return row.is;
};

/** Whether 1.`minor` has a type of this name. */
export const hasType = (goType: string, minor: number): boolean => {
  const row = table().types[goType];
  return row !== undefined && exists(row, clamp(minor));
};

/** The modules the table was read from. */
export const provenance = (): readonly string[] => table().provenance;
