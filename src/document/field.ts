/** Field: what one key of a file may hold: how it is read, checked, explained and put into the JSON Schema. */
import type { JsonSchema } from './json-schema.ts';
import type { Problems } from './problems.ts';
import { describeNode } from './source-node.ts';
import type { SourceNode } from './source-node.ts';

export interface FieldDocs {
  /** One sentence: what the key means. Shown by editors and `labproof explain`. */
  summary: string;
  examples?: readonly unknown[];
}

export interface Field<T> extends FieldDocs {
  /** What it takes, in words: "a duration such as 30s". */
  takes: string;
  isRequired?: boolean;
  /** The schema without description and examples. */
  schema(): JsonSchema;
  /** Reads the value; undefined when it is wrong, which has then been said to `problems`. */
  read(node: SourceNode, problems: Problems): T | undefined;
}

export type FieldValue<F> = F extends Field<infer T> ? T : never;
export type RequiredField<T> = Field<T> & { isRequired: true };

export const required = <T>(field: Field<T>): RequiredField<T> => ({ ...field, isRequired: true });

/** The field's schema with its description and examples. */
export const fieldSchema = (field: Field<unknown>): JsonSchema => ({
  ...(field.summary === '' ? {} : { description: field.summary }),
  ...field.schema(),
  ...(field.examples === undefined ? {} : { examples: [...field.examples] }),
});

/** Says that the node is not what the field takes. */
export const addWrongType = (
  problems: Problems,
  takes: string,
  node: SourceNode,
  hint?: string,
): undefined => {
  problems.add('wrong-type', `expected ${takes}, found ${describeNode(node)}`, node.position, hint);
  return undefined;
};
