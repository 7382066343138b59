/** FieldsV1: a FieldSet as JSON. @source structured-merge-diff v4.0.2 fieldpath/serialize.go */
import { isJsonObject } from '../json-value.ts';
import { FieldSet } from './field-set.ts';
import { parseElement } from './path-element.ts';

export type FieldsV1 = Record<string, unknown>;

/** What was written or read before: neither sets nor stored fields are changed. */
const setOf = new WeakMap<object, FieldSet>();
const fieldsOf = new WeakMap<FieldSet, FieldsV1>();

const remember = (set: FieldSet, fields: FieldsV1): void => {
  setOf.set(fields, set);
  fieldsOf.set(set, fields);
};

/** The set as JSON; the same object for the same set. */
export const encodeFields = (set: FieldSet): FieldsV1 => {
  let fields = fieldsOf.get(set);
  if (fields === undefined) remember(set, (fields = write(set, false)));
  return fields;
};

/** The set as JSON, its keys in upstream's order; "." stands for the step itself where there is something below it. */
const write = (set: FieldSet, isMember: boolean): FieldsV1 => {
  const fields: FieldsV1 = {};
  const steps = set.sortedSteps();
  if (isMember && steps.length > 0) fields['.'] = {};
  for (const [element, isOwn, below] of steps)
    fields[element] = below === undefined ? {} : write(below, isOwn);
  return fields;
};

/** Reads FieldsV1; steps of unknown kinds are left out. @throws Error for what is none */
export const decodeFields = (fields: unknown): FieldSet => {
  const known = isJsonObject(fields) ? setOf.get(fields) : undefined;
  if (known !== undefined) return known;
  const { set } = read(fields);
  if (isJsonObject(fields)) setOf.set(fields, set);
  return set;
};

const read = (fields: unknown): { set: FieldSet; isMember: boolean } => {
  if (!isJsonObject(fields)) throw new Error('ReadMapCB: expect { or n');
  const set = new FieldSet();
  let isMember = false;
  for (const [key, value] of Object.entries(fields)) {
    if (key === '.') {
      isMember = true;
      continue;
    }
    const element = parseElement(key);
    if (element === undefined) continue;
    const inner = read(value);
    set.put(element, inner.isMember, inner.set);
  }
  return { set, isMember: isMember || set.isEmpty };
};
