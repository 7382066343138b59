/** A schema in the words of `kubectl explain`. @source k8s 1.20 kubectl/pkg/explain/model_printer.go, fields_printer.go, recursive_fields_printer.go */
import type { Schema } from '../../simulator/index.ts';
import { modelOf, typeNameOf, type Definitions } from './schema-model.ts';
import { wrappedLines } from './wrapped-lines.ts';

export interface ExplainedField {
  kind: string;
  /** "apps/v1". */
  apiVersion: string;
  /** Of the field; empty for the kind itself. */
  name: string;
  schema: Schema;
  definitions: Definitions;
  isRecursive: boolean;
}

const descriptionLines = (descriptions: readonly (string | undefined)[]): string[] => {
  const lines: string[] = ['DESCRIPTION:'];
  descriptions.forEach((text, index) => {
    if (text === undefined || text === '') return;
    if (index > 0) lines.push('');
    lines.push(...wrappedLines(text, 5));
  });
  return lines.length === 1 ? [...lines, '     <empty>'] : lines;
};

const sortedFields = (fields: Readonly<Record<string, Schema>>): [string, Schema][] =>
  Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));

const fieldLines = (schema: Schema, definitions: Definitions): string[] => {
  const model = modelOf(schema);
  if (model.sort !== 'kind') return [];
  return sortedFields(model.fields).flatMap(([name, field]) => [
    `   ${name}\t<${typeNameOf(field, definitions)}>${model.required.includes(name) ? ' -required-' : ''}`,
    ...wrappedLines(field.description ?? '', 5),
    '',
  ]);
};

/** A type within itself is not told again. */
const allFieldLines = (
  schema: Schema,
  definitions: Definitions,
  indent: number,
  within: readonly string[],
): string[] => {
  const model = modelOf(schema);
  switch (model.sort) {
    case 'kind':
      return sortedFields(model.fields).flatMap(([name, field]) => [
        `${' '.repeat(indent)}${name}\t<${typeNameOf(field, definitions)}>`,
        ...allFieldLines(field, definitions, indent + 3, within),
      ]);
    case 'array':
    case 'map':
      return allFieldLines(model.of, definitions, indent, within);
    case 'reference':
      if (within.includes(model.name)) return [];
      return allFieldLines(definitions[model.name] ?? {}, definitions, indent, [...within, model.name]);
    default:
      return [];
  }
};

export const explainModel = (explained: ExplainedField): string => {
  const { kind, apiVersion, name, definitions, isRecursive } = explained;
  const typeName = typeNameOf(explained.schema, definitions);
  const descriptions: (string | undefined)[] = [];
  let schema = explained.schema;
  let model = modelOf(schema);
  while (model.sort === 'array' || model.sort === 'map' || model.sort === 'reference') {
    descriptions.push(schema.description);
    schema = model.sort === 'reference' ? (definitions[model.name] ?? {}) : model.of;
    model = modelOf(schema);
  }
  descriptions.push(schema.description);
  const lines = [`KIND:     ${kind}`, `VERSION:  ${apiVersion}`, ''];
  if (model.sort === 'kind') {
    if (name !== '') lines.push(`RESOURCE: ${name} <${typeName}>`, '');
    lines.push(...descriptionLines(descriptions), '', 'FIELDS:');
    lines.push(
      ...(isRecursive ? allFieldLines(schema, definitions, 3, []) : fieldLines(schema, definitions)),
    );
  } else {
    if (model.sort === 'primitive') lines.push(`FIELD:    ${name} <${typeName}>`, '');
    lines.push(...descriptionLines(descriptions));
  }
  return `${lines.join('\n')}\n`;
};
