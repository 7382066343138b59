/** Fields made of fields: lists, records of any key, and choices by shape. */
import { addWrongType, fieldSchema } from '../field.ts';
import type { Field, FieldDocs } from '../field.ts';
import { toPlain } from '../source-node.ts';
import type { SourceNode } from '../source-node.ts';

/** A list of at least one (unless `canBeEmpty`). */
export const list = <T>(item: Field<T>, docs: FieldDocs & { canBeEmpty?: boolean }): Field<T[]> => ({
  ...docs,
  takes: `a list (each ${item.takes})`,
  schema: () => ({
    type: 'array',
    items: fieldSchema(item),
    ...(docs.canBeEmpty === true ? {} : { minItems: 1 }),
  }),
  read(node, problems) {
    if (node.kind !== 'list') return addWrongType(problems, 'a list', node, 'begin each member with "- "');
    if (node.items.length === 0 && docs.canBeEmpty !== true) {
      problems.add('empty-list', 'this list is empty', node.position, 'fill it, or leave the key out');
      return undefined;
    }
    const values = node.items.map((member) => item.read(member, problems));
    return values.filter((value) => value !== undefined);
  },
});

/** A mapping whose keys the author chooses. */
export const record = <T>(value: Field<T>, docs: FieldDocs): Field<Record<string, T>> => ({
  ...docs,
  takes: `a mapping (each value ${value.takes})`,
  schema: () => ({ type: 'object', additionalProperties: fieldSchema(value) }),
  read(node, problems) {
    if (node.kind !== 'map') return addWrongType(problems, 'a mapping', node);
    const result: Record<string, T> = {};
    for (const entry of node.entries) {
      const read = value.read(entry.value, problems);
      if (read !== undefined) result[entry.key] = read;
    }
    return result;
  },
});

/** Anything at all, kept with its positions. */
export const node = (docs: FieldDocs): Field<SourceNode> => ({
  ...docs,
  takes: 'any value',
  schema: () => ({}),
  read: (value) => value,
});

/** Anything at all, as plain data. */
export const anything = (docs: FieldDocs): Field<unknown> => ({
  ...docs,
  takes: 'any value',
  schema: () => ({}),
  read: toPlain,
});

export interface Shapes<T> {
  text?: Field<T>;
  number?: Field<T>;
  boolean?: Field<T>;
  map?: Field<T>;
  list?: Field<T>;
}

const shapeOf = (value: SourceNode): keyof Shapes<unknown> | undefined => {
  if (value.kind !== 'scalar') return value.kind;
  if (value.value === null) return undefined;
  return typeof value.value === 'string' ? 'text' : (typeof value.value as 'number' | 'boolean');
};

/** One field for each shape the value may have: a text, a number, true/false, a mapping, a list. */
export const byShape = <T>(shapes: Shapes<T>, docs: FieldDocs): Field<T> => {
  const fields = Object.values(shapes) as Field<T>[];
  const takes = fields.map((field) => field.takes).join(', or ');
  return {
    ...docs,
    takes,
    schema: () => ({ anyOf: fields.map(fieldSchema) }),
    read(value, problems) {
      const shape = shapeOf(value);
      const field = shape === undefined ? undefined : shapes[shape];
      return field === undefined ? addWrongType(problems, takes, value) : field.read(value, problems);
    },
  };
};

/** The field's value, changed after it was read well. */
export const mapped = <T, U>(field: Field<T>, change: (value: T, node: SourceNode) => U): Field<U> => ({
  ...field,
  read(value, problems) {
    const read = field.read(value, problems);
    return read === undefined ? undefined : change(read, value);
  },
});
