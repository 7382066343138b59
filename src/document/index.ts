/** Text files with positions: YAML as located values, typed fields that read, check and explain them, code frames. */
export * from './code-frame.ts';
export * from './field.ts';
export * as fields from './fields/index.ts';
export { parseDuration } from './fields/duration.ts';
export { fieldSetSchema, readFieldSet } from './fields/object.ts';
export type { FieldSet, FieldSetValue } from './fields/object.ts';
export type * from './json-schema.ts';
export * from './nearest-name.ts';
export * from './problems.ts';
export * from './read-yaml.ts';
export * from './source-node.ts';
