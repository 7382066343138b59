/** A mapping of known keys, each with a field of its own. */
import { addWrongType, fieldSchema } from '../field.ts';
import type { Field, FieldDocs, FieldValue, RequiredField } from '../field.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { Problems } from '../problems.ts';
import { entryOf } from '../source-node.ts';
import type { SourceNode } from '../source-node.ts';

export type FieldSet = Readonly<Record<string, Field<unknown>>>;

type RequiredKeys<F extends FieldSet> = {
  [K in keyof F]: F[K] extends RequiredField<unknown> ? K : never;
}[keyof F];

/** What a mapping with these fields reads to. */
export type FieldSetValue<F extends FieldSet> = { [K in RequiredKeys<F>]: FieldValue<F[K]> } & {
  [K in Exclude<keyof F, RequiredKeys<F>>]?: FieldValue<F[K]>;
};

/** Reads the known keys of a mapping; unknown and missing keys become problems. Answers undefined if a required one is missing or wrong. */
export const readFieldSet = <F extends FieldSet>(
  fields: F,
  value: SourceNode,
  problems: Problems,
  what = 'key',
): FieldSetValue<F> | undefined => {
  if (value.kind !== 'map')
    return addWrongType(problems, `a mapping with ${Object.keys(fields).join(', ')}`, value);
  const result: Record<string, unknown> = {};
  for (const entry of value.entries) {
    const field = Object.hasOwn(fields, entry.key) ? fields[entry.key] : undefined;
    if (field === undefined)
      problems.addUnknown('unknown-key', what, entry.key, Object.keys(fields), entry.keyPosition);
    else {
      const read = field.read(entry.value, problems);
      if (read !== undefined) result[entry.key] = read;
    }
  }
  let isComplete = true;
  for (const [key, field] of Object.entries(fields)) {
    if (field.isRequired !== true || key in result) continue;
    isComplete = false;
    if (entryOf(value, key) === undefined)
      problems.add('missing-key', `"${key}" is missing`, value.position, `${key}: ${field.takes}`);
  }
  return isComplete ? (result as FieldSetValue<F>) : undefined;
};

/** The JSON Schema of a mapping with these fields. */
export const fieldSetSchema = (fields: FieldSet): JsonSchema => {
  const requiredKeys = Object.keys(fields).filter((key) => fields[key]?.isRequired === true);
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, fieldSchema(field)])),
    ...(requiredKeys.length === 0 ? {} : { required: requiredKeys }),
    additionalProperties: false,
  };
};

export interface ObjectDocs extends FieldDocs {
  /** At least one key must stand. Default true unless a key is required. */
  canBeEmpty?: boolean;
  /** Exactly one of these keys. */
  exactlyOneOf?: readonly string[];
  /** What a key is called in messages. */
  keyWord?: string;
}

export const object = <const F extends FieldSet>(fields: F, docs: ObjectDocs): Field<FieldSetValue<F>> => {
  const hasRequired = Object.values(fields).some((field) => field.isRequired === true);
  return {
    summary: docs.summary,
    ...(docs.examples === undefined ? {} : { examples: docs.examples }),
    takes: `a mapping with ${Object.keys(fields).join(', ')}`,
    schema: () => ({
      ...fieldSetSchema(fields),
      ...(hasRequired || docs.canBeEmpty === true ? {} : { minProperties: 1 }),
      ...(docs.exactlyOneOf === undefined
        ? {}
        : { oneOf: docs.exactlyOneOf.map((key) => ({ required: [key] })) }),
    }),
    read(value, problems) {
      if (value.kind === 'map' && value.entries.length === 0 && docs.canBeEmpty !== true) {
        problems.add(
          'empty-mapping',
          'this mapping is empty',
          value.position,
          `it takes ${Object.keys(fields).join(', ')}`,
        );
        return undefined;
      }
      const result = readFieldSet(fields, value, problems, docs.keyWord);
      if (result === undefined || docs.exactlyOneOf === undefined || value.kind !== 'map') return result;
      const present = value.entries.filter((entry) => docs.exactlyOneOf!.includes(entry.key));
      if (present.length === 1) return result;
      // A misspelt key has been told of; that none of the known stands then says nothing new.
      if (present.length === 0 && value.entries.some(({ key }) => !Object.hasOwn(fields, key)))
        return undefined;
      const position = present[1]?.keyPosition ?? value.position;
      const found =
        present.length === 0 ? 'none stands here' : `found ${present.map(({ key }) => key).join(' and ')}`;
      problems.add(
        'not-exactly-one',
        `exactly one of ${docs.exactlyOneOf.join(', ')} must stand; ${found}`,
        position,
      );
      return undefined;
    },
  };
};
