/** ResponseExpectation: what the answers to HTTP requests must be like. */
import { fields } from '../../document/index.ts';
import type { Field, FieldSetValue, JsonSchema } from '../../document/index.ts';
import type { Position } from '../../core/index.ts';
import { numberPattern } from '../kinds/selection.ts';
import { textField } from './text-expectation.ts';

const byPodFields = {
  pods: numberPattern('How many pods have answered.'),
  each: numberPattern('How many answers every pod gave that answered.'),
} as const;

const responseFields = {
  status: numberPattern('The status of every answer, e.g. 200.'),
  body: textField({ summary: 'The body of every answer.' }),
  headers: fields.record(textField({ summary: '' }), {
    summary: 'Headers that every answer has: name to text.',
    examples: [{ Server: 'nginx/1.15.12' }],
  }),
  error: fields.word(['refused', 'timeout', 'unreachable', 'reset', 'unresolved'], {
    summary: 'Every request fails this way.',
  }),
  byPod: fields.object(byPodFields, {
    summary: 'How the answers are spread over the pods behind the address.',
  }),
  failed: numberPattern('How many requests failed. Default: 0, unless error stands.'),
  succeeded: numberPattern('How many requests were answered with a status below 400.'),
} as const;

export type ResponseExpectation = FieldSetValue<typeof responseFields> & { position: Position };

const response: Field<ResponseExpectation> = fields.mapped(
  fields.object(responseFields, { summary: '' }),
  (value, node) => ({ ...value, position: node.position }),
);

/** What responseField refers to as `#/$defs/response`. */
export const responseDefinition = (): JsonSchema => response.schema();

export const responseField: Field<ResponseExpectation> = {
  ...response,
  summary: 'What the answers must be like: status, body, headers, byPod, failed, succeeded; or error.',
  examples: [{ status: 200, body: 'Welcome to nginx!' }],
  schema: () => ({ $ref: '#/$defs/response' }),
};
