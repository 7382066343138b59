/** The OpenAPI 2 document in protobuf, as kubectl asks for it. @source github.com/google/gnostic openapiv2/OpenAPIv2.proto */
import type { DocumentV2, OperationV2, PathItemV2 } from './document-v2.ts';
import type { Parameter } from './paths.ts';
import type { Schema } from './schema.ts';

type Bytes = Uint8Array;

const encoder = new TextEncoder();

const joined = (parts: readonly Bytes[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const varint = (value: number): Bytes => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
};

const lengthDelimited = 2;

/** A field that is a message, or bytes. */
const field = (number: number, content: Bytes): Bytes =>
  joined([varint(number * 8 + lengthDelimited), varint(content.length), content]);

const text = (number: number, value: string): Bytes => field(number, encoder.encode(value));

const yes = (number: number): Bytes => joined([varint(number * 8), varint(1)]);

/** message NamedX { string name = 1; X value = 2; } */
const named = (name: string, value: Bytes): Bytes => joined([text(1, name), field(2, value)]);

/** Vendor extensions: NamedAny with the value as YAML, which JSON is. */
const extensions = (number: number, of: object): Bytes[] =>
  Object.entries(of)
    .filter(([name]) => name.startsWith('x-'))
    .map(([name, value]) => field(number, named(name, text(2, JSON.stringify(value)))));

const schema = (of: Schema): Bytes => {
  const parts: Bytes[] = [];
  if (of.$ref !== undefined) parts.push(text(1, of.$ref));
  if (of.format !== undefined) parts.push(text(2, of.format));
  if (of.description !== undefined) parts.push(text(4, of.description));
  for (const name of of.required ?? []) parts.push(text(19, name));
  if (of.additionalProperties !== undefined) parts.push(field(21, field(1, schema(of.additionalProperties))));
  if (of.type !== undefined) parts.push(field(22, text(1, of.type)));
  if (of.items !== undefined) parts.push(field(23, field(1, schema(of.items))));
  if (of.properties !== undefined) {
    const properties = Object.entries(of.properties).map(([name, property]) =>
      field(1, named(name, schema(property))),
    );
    parts.push(field(25, joined(properties)));
  }
  parts.push(...extensions(31, of));
  return joined(parts);
};

/** A ParametersItem that is a Parameter that is a NonBodyParameter, in the query or in the path. */
const parameter = ({ name, in: place, type, required }: Parameter): Bytes => {
  const isQuery = place === 'query';
  const content = joined([
    ...(required === true ? [yes(1)] : []),
    text(2, place),
    text(4, name),
    text(isQuery ? 6 : 5, type),
  ]);
  return field(1, field(2, field(isQuery ? 3 : 4, content)));
};

const operation = (of: OperationV2): Bytes => {
  const responses = Object.entries(of.responses).map(([code, { description }]) =>
    field(1, named(code, field(1, text(1, description)))),
  );
  return joined([
    text(5, of.operationId),
    ...of.parameters.map((one) => field(8, parameter(one))),
    field(9, joined(responses)),
    ...extensions(13, of),
  ]);
};

const operationFields = { get: 2, put: 3, post: 4, delete: 5, patch: 8 } as const;

const pathItem = (item: PathItemV2): Bytes =>
  joined([
    ...Object.entries(operationFields).flatMap(([verb, number]) => {
      const of = item[verb as keyof typeof operationFields];
      return of === undefined ? [] : [field(number, operation(of))];
    }),
    ...item.parameters.map((one) => field(9, parameter(one))),
  ]);

export const protobufV2 = ({ swagger, info, paths, definitions }: DocumentV2): Bytes => {
  const items = Object.entries(paths).map(([path, item]) => field(2, named(path, pathItem(item))));
  const schemas = Object.entries(definitions).map(([name, of]) => field(1, named(name, schema(of))));
  return joined([
    text(1, swagger),
    field(2, joined([text(1, info.title), text(2, info.version)])),
    field(8, joined(items)),
    field(9, joined(schemas)),
  ]);
};
