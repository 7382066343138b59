/** FieldsV1: a FieldSet as JSON. @source structured-merge-diff v4.0.2 fieldpath/serialize.go */
import { isJsonObject } from '../json-value.ts';
import { FieldSet } from './field-set.ts';
import { parseElement } from './path-element.ts';

export type FieldsV1 = Record<string, unknown>;

/** The set as JSON, its keys in upstream's order; "." stands for the step itself where there is something below it. */
export const encodeFields = (set: FieldSet, isMember = false): FieldsV1 => {
  const fields: FieldsV1 = {};
  const steps = set.sortedSteps();
  if (isMember && steps.length > 0) fields['.'] = {};
  for (const [element, isOwn, below] of steps)
    fields[element] = below === undefined ? {} : encodeFields(below, isOwn);
  return fields;
};

/** Reads FieldsV1; steps of unknown kinds are left out. @throws Error for what is none */
export const decodeFields = (fields: unknown): FieldSet => read(fields).set;

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
