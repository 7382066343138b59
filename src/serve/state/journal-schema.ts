/** The JSON Schema of each line of a state file (journal-entry.ts), written to schemas/state.schema.json. */
import { stateFormat } from './journal-entry.ts';

type Schema = Record<string, unknown>;

const object = (properties: Schema, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
  additionalProperties: false,
});
const described = (description: string, schema: Schema): Schema => ({ description, ...schema });
const text = { type: 'string' };
const texts = { type: 'object', additionalProperties: text };
const session = described('Counts from 1 in a file.', { type: 'integer', minimum: 1 });
const digest = { type: 'string', pattern: '^[0-9a-f]{16}$' };
const at = described('Virtual milliseconds since the Unix epoch; all that was due by then happened before.', {
  type: 'number',
});
const bytes: Schema = {
  description: 'Bytes: text where they are UTF-8, else base64.',
  oneOf: [object({ text }), object({ base64: text })],
};

const events: Readonly<Record<string, Schema>> = {
  api: described(
    'A request to the API that may change something.',
    object(
      {
        method: text,
        path: described('Still percent-encoded.', text),
        query: text,
        headers: described('Those that bear on what is written; never a credential.', texts),
        identity: described('Whom the gate has let pass.', { type: 'object' }),
        body: { $ref: '#/$defs/bytes' },
      },
      ['query', 'headers', 'identity', 'body'],
    ),
  ),
  begin: described(
    'exec or attach begins.',
    object(
      {
        session,
        kind: { enum: ['exec', 'attach'] },
        namespace: text,
        pod: text,
        container: text,
        command: { type: 'array', items: text },
        streams: { type: 'array', items: { enum: ['stdin', 'stdout', 'stderr', 'tty'] } },
      },
      ['container'],
    ),
  ),
  input: described('What a client types or pipes into a session.', {
    oneOf: [object({ session, text }), object({ session, base64: text })],
  }),
  inputEnd: described('No more input will come.', object({ session })),
  leave: described('The client of a session is gone.', object({ session })),
  port: described(
    'An HTTP request through a forwarded port.',
    object({ method: text, url: text, headers: texts, body: text }),
  ),
  mark: described(
    'How far the cluster had come. The last one of an idle cluster is written over by the next.',
    object({
      resourceVersion: text,
      digest: described('Of all objects written since the mark before, and of that mark’s digest.', digest),
    }),
  ),
  resumed: described('The cluster was restored from the lines before.', object({ labproof: text })),
};

export const stateSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://labproof.dev/schemas/state.schema.json',
  title: 'a line of a labproof state file',
  oneOf: [
    { $ref: '#/$defs/header' },
    ...Object.entries(events).map(([name, schema]) => object({ at, [name]: schema })),
  ],
  $defs: {
    header: described(
      'The first line: what the cluster was made from.',
      object({
        labproofState: described('The version of the format.', { const: stateFormat }),
        labproof: described('The version of labproof that began the file.', text),
        kubernetes: text,
        seed: { type: 'integer', minimum: 0 },
        labDigest: digest,
        lab: described('As the simulator takes it; startTime is the cluster’s first instant.', {
          type: 'object',
        }),
      }),
    ),
    bytes,
  },
};
