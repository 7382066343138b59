/** Fields that hold one scalar: text, number, boolean, one of some words. */
import { addWrongType } from '../field.ts';
import type { Field, FieldDocs } from '../field.ts';

/** A text; not empty unless `canBeEmpty`. */
export const text = (docs: FieldDocs & { canBeEmpty?: boolean }): Field<string> => ({
  ...docs,
  takes: 'a text',
  schema: () => (docs.canBeEmpty === true ? { type: 'string' } : { type: 'string', pattern: '\\S' }),
  read(node, problems) {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') {
      const isScalar = node.kind === 'scalar' && node.value !== null;
      return addWrongType(problems, 'a text', node, isScalar ? 'put it in quotes' : undefined);
    }
    if (docs.canBeEmpty !== true && node.value.trim() === '') {
      problems.add('empty-text', 'this text is empty', node.position);
      return undefined;
    }
    return node.value;
  },
});

/** A text where people also write numbers without quotes: sections, versions, tags. It is read as it is written. */
export const plainText = (docs: FieldDocs): Field<string> => ({
  ...text(docs),
  schema: () => ({ anyOf: [{ type: 'string', pattern: '\\S' }, { type: 'number' }] }),
  read(node, problems) {
    const isNumber = node.kind === 'scalar' && typeof node.value === 'number';
    return isNumber ? (node.written ?? String(node.value)) : text(docs).read(node, problems);
  },
});

export const boolean = (docs: FieldDocs): Field<boolean> => ({
  ...docs,
  takes: 'true or false',
  schema: () => ({ type: 'boolean' }),
  read: (node, problems) =>
    node.kind === 'scalar' && typeof node.value === 'boolean'
      ? node.value
      : addWrongType(problems, 'true or false', node),
});

/** A marker: only `true` makes sense, so only `true` is taken. */
export const marker = (docs: FieldDocs): Field<true> => ({
  ...docs,
  takes: 'true',
  schema: () => ({ const: true }),
  read: (node, problems) =>
    node.kind === 'scalar' && node.value === true
      ? true
      : addWrongType(problems, 'true (or leave the key out)', node),
});

export interface NumberRange extends FieldDocs {
  minimum?: number;
  maximum?: number;
}

const rangeWords = ({ minimum, maximum }: NumberRange): string => {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : ` of at least ${minimum}`;
};

const numeric = (docs: NumberRange, type: 'integer' | 'number'): Field<number> => {
  const takes = `${type === 'integer' ? 'a whole number' : 'a number'}${rangeWords(docs)}`;
  return {
    ...docs,
    takes,
    schema: () => ({
      type,
      ...(docs.minimum === undefined ? {} : { minimum: docs.minimum }),
      ...(docs.maximum === undefined ? {} : { maximum: docs.maximum }),
    }),
    read(node, problems) {
      const value = node.kind === 'scalar' ? node.value : undefined;
      if (typeof value !== 'number' || (type === 'integer' && !Number.isInteger(value)))
        return addWrongType(problems, takes, node);
      if (value < (docs.minimum ?? -Infinity) || value > (docs.maximum ?? Infinity)) {
        problems.add('out-of-range', `expected ${takes}, found ${value}`, node.position);
        return undefined;
      }
      return value;
    },
  };
};

export const integer = (docs: NumberRange): Field<number> => numeric(docs, 'integer');
export const number = (docs: NumberRange): Field<number> => numeric(docs, 'number');

/** One of some words. */
export const word = <const W extends string>(words: readonly W[], docs: FieldDocs): Field<W> => ({
  ...docs,
  takes: `one of ${words.join(', ')}`,
  schema: () => ({ enum: [...words] }),
  read(node, problems) {
    if (node.kind !== 'scalar' || typeof node.value !== 'string')
      return addWrongType(problems, `one of ${words.join(', ')}`, node);
    const found = words.find((candidate) => candidate === node.value);
    if (found === undefined) problems.addUnknown('unknown-word', 'word', node.value, words, node.position);
    return found;
  },
});
