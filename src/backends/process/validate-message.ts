/** Says what is wrong with a message by its JSON Schema; the validators are made when first wanted. */
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { MessageSchema } from './message-schema.ts';

const ajv = new Ajv2020({ strict: false, allErrors: false });
const validators = new Map<MessageSchema<unknown>, ValidateFunction>();

/** What is wrong, as "items[0].metadata must have required property 'name'"; undefined when nothing is. */
export const wrongWith = (schema: MessageSchema<unknown>, value: unknown): string | undefined => {
  let validate = validators.get(schema);
  if (validate === undefined) validators.set(schema, (validate = ajv.compile(schema.json)));
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  const path = (error?.instancePath ?? '')
    .slice(1)
    .replace(/(^|\/)(\d+)(?=\/|$)/g, '[$2]')
    .replaceAll('/', '.');
  const allowed =
    error?.keyword === 'enum' ? `: ${(error.params['allowedValues'] as unknown[]).join(', ')}` : '';
  return `${path === '' ? 'it' : path} ${error?.message ?? 'is wrong'}${allowed}`;
};
