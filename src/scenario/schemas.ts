/** generateSchemas: the JSON Schemas of all files that people write, made from the definitions that read them. */
import { fieldSetSchema } from '../document/index.ts';
import type { FieldSet, JsonSchema } from '../document/index.ts';
import { expectationDefinitions } from '../expect/index.ts';
import { configFields } from './config/config-fields.ts';
import { apiVersion } from './envelope.ts';
import { labFields, labMetadataFields } from './lab/lab-fields.ts';
import { metadataFields, specFields } from './scenario.ts';
import { stepDefinitions } from './step.ts';

const dialect = 'https://json-schema.org/draft/2020-12/schema';

const envelope = (
  kind: string,
  title: string,
  metadata: FieldSet | undefined,
  spec: JsonSchema,
): JsonSchema => ({
  $schema: dialect,
  $id: `https://labproof.dev/schemas/${kind.toLowerCase()}.schema.json`,
  title,
  type: 'object',
  properties: {
    apiVersion: { description: 'The version of the file format.', const: apiVersion },
    kind: { description: 'What the file holds.', const: kind },
    ...(metadata === undefined
      ? {}
      : { metadata: { description: 'Its name, and what it is about.', ...fieldSetSchema(metadata) } }),
    spec,
  },
  required: ['apiVersion', 'kind', ...(metadata === undefined ? [] : ['metadata']), 'spec'],
  additionalProperties: false,
});

const definitions = (): JsonSchema => ({ ...stepDefinitions(), ...expectationDefinitions() });

const steps = (): JsonSchema => ({
  description: 'The shared steps.',
  type: 'object',
  properties: {
    steps: {
      description: 'The steps, in order.',
      type: 'array',
      minItems: 1,
      items: { $ref: '#/$defs/step' },
    },
  },
  required: ['steps'],
  additionalProperties: false,
});

/** Every schema by its file name in schemas/. Files of kind Steps are what `include` names. */
export const generateSchemas = (): Readonly<Record<string, JsonSchema>> => ({
  'scenario.schema.json': {
    ...envelope('Scenario', 'labproof scenario', metadataFields, {
      description: 'What it does and expects.',
      ...fieldSetSchema(specFields),
    }),
    $defs: definitions(),
  },
  'steps.schema.json': {
    ...envelope('Steps', 'labproof shared steps', undefined, steps()),
    $defs: definitions(),
  },
  'lab.schema.json': envelope('Lab', 'labproof lab', labMetadataFields, {
    description: 'The cluster.',
    ...fieldSetSchema(labFields),
  }),
  'config.schema.json': {
    $schema: dialect,
    $id: 'https://labproof.dev/schemas/config.schema.json',
    title: 'labproof configuration',
    ...fieldSetSchema(configFields),
  },
});

/** A schema as it stands in its file. */
export const schemaText = (schema: JsonSchema): string => `${JSON.stringify(schema, null, 2)}\n`;
