/** A custom kind's schema as OpenAPI 2 publishes it: without what OpenAPI 2 does not know. @source k8s 1.20 apiextensions-apiserver/pkg/controller/openapi/v2/conversion.go ToStructuralOpenAPIV2 */
import { additionalOf, type JsonSchema } from '../../../kube/index.ts';
import type { Schema } from './schema.ts';

const keptFields = [
  'description',
  'format',
  'title',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'multipleOf',
  'enum',
  'maxProperties',
  'minProperties',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
] as const;

export const customSchema = (schema: JsonSchema): Schema => {
  const published: Record<string, unknown> = {};
  for (const field of keptFields) if (schema[field] !== undefined) published[field] = schema[field];
  // Clients of OpenAPI 2 would refuse a null, and what a type does not name.
  const isOpen =
    schema.nullable === true ||
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    schema['x-kubernetes-int-or-string'] === true;
  if (isOpen) return published as Schema;
  if (schema.type !== undefined) published['type'] = schema.type;
  if (schema.required !== undefined) published['required'] = schema.required;
  if (schema.items !== undefined) published['items'] = customSchema(schema.items);
  const additional = additionalOf(schema);
  if (additional !== undefined) published['additionalProperties'] = customSchema(additional);
  if (schema.properties !== undefined)
    published['properties'] = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, customSchema(property)]),
    );
  return published as Schema;
};
