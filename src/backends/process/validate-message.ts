/** Says what is wrong with a message by its JSON Schema; the validator is loaded when it is wanted. */
import type { ValidateFunction } from 'ajv';
import { shownValue } from './object-check.ts';
import type { MessageSchema } from './message-schema.ts';

/** What is wrong, as "items[0].metadata must have required property 'name'"; undefined when nothing is. */
export type MessageCheck = (schema: MessageSchema<unknown>, value: unknown) => string | undefined;

const pathOf = (pointer: string): string => {
  const path = pointer
    .slice(1)
    .split('/')
    .reduce((all, key) => (/^\d+$/.test(key) ? `${all}[${key}]` : `${all}.${key}`), '');
  return path === '.' ? 'it' : path.replace(/^\./, '');
};

/** Answers the check of messages; schemas are compiled when they are first wanted. */
export const loadMessageCheck = async (): Promise<MessageCheck> => {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false, verbose: true });
  const validators = new Map<MessageSchema<unknown>, ValidateFunction>();
  return (schema, value) => {
    let validate = validators.get(schema);
    if (validate === undefined) validators.set(schema, (validate = ajv.compile(schema.json)));
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    const allowed =
      error?.keyword === 'enum' ? `: ${(error.params['allowedValues'] as unknown[]).join(', ')}` : '';
    const found = ['type', 'enum', 'const'].includes(error?.keyword ?? '')
      ? `, is ${shownValue(error?.data)}`
      : '';
    return `${pathOf(error?.instancePath ?? '')} ${error?.message ?? 'is wrong'}${allowed}${found}`;
  };
};
