/** The JSON Schema of the run record (run-record.ts), written to schemas/run-record.schema.json; a test holds real records against it. */
import { results } from './run-record.ts';

const object = (
  properties: Readonly<Record<string, unknown>>,
  optional: readonly string[] = [],
): Record<string, unknown> => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
  additionalProperties: false,
});
const list = (items: unknown): Record<string, unknown> => ({ type: 'array', items });
const described = (
  description: string,
  schema: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({ description, ...schema });
const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const virtualMs = (what: string): Record<string, unknown> =>
  described(`${what}, in virtual milliseconds.`, { type: 'number', minimum: 0 });
const ref = (name: string): Record<string, unknown> => ({ $ref: `#/$defs/${name}` });

const definitions = {
  result: described('errored: the lab broke, so that it is not known what would have been.', {
    enum: results,
  }),
  position: object(
    {
      file: text,
      line: { type: 'integer', minimum: 1 },
      column: { type: 'integer', minimum: 1 },
      endColumn: { type: 'integer', minimum: 1 },
    },
    ['endColumn'],
  ),
  objectName: object(
    {
      resource: described('"deployments.apps"; the core group has none: "pods".', text),
      namespace: text,
      name: text,
    },
    ['namespace'],
  ),
  leaf: object(
    {
      path: text,
      expected: text,
      actual: text,
      position: ref('position'),
      object: ref('objectName'),
      hint: text,
    },
    ['object', 'hint'],
  ),
  verdict: object(
    {
      ok: { type: 'boolean' },
      subject: text,
      leaves: described('Every thing asserted that is not so.', list(ref('leaf'))),
      nearest: described(
        'The member that came nearest to what was looked for.',
        object({ title: text, object: ref('objectName'), leaves: list(ref('leaf')) }, ['object']),
      ),
      expectedText: described('YAML cut to the asserted fields.', text),
      actualText: text,
      objects: list(ref('objectName')),
    },
    ['nearest'],
  ),
  action: object(
    {
      line: described('As a person would type it.', text),
      exitCode: { type: 'integer' },
      stdout: text,
      stderr: text,
    },
    ['exitCode', 'stdout', 'stderr'],
  ),
  event: object({
    atMs: { type: 'number' },
    sinceStartMs: { type: 'number' },
    type: text,
    reason: text,
    about: text,
    message: text,
    count,
  }),
  failedExpectation: object({
    kind: { enum: ['expect', 'hold', 'always', 'never', 'output', 'action', 'error'] },
    position: ref('position'),
    verdict: ref('verdict'),
    lastChanges: described(
      'For each failed leaf, in order: the last write to its object, where it is known.',
      list({ anyOf: [{ type: 'null' }, object({ atMs: { type: 'number' }, user: text, verb: text })] }),
    ),
  }),
  failure: object({
    message: described('One sentence.', text),
    position: ref('position'),
    atMs: virtualMs('Since the scenario began'),
    ended: described('Why the wait ended.', { enum: ['deadline', 'idle', 'violated', 'action', 'error'] }),
    expectations: list(ref('failedExpectation')),
    why: object({ chains: list(text), conditions: list(text), events: list(ref('event')) }),
    evidence: described(
      'What the catch steps printed; of an errored step the last words of the lab.',
      list(ref('action')),
    ),
  }),
  step: object(
    {
      name: text,
      kind: text,
      section: { enum: ['setup', 'steps', 'cleanup'] },
      position: ref('position'),
      result: ref('result'),
      skipped: described('Why it was skipped, or what of it was not judged (partial).', text),
      startedAtMs: virtualMs('Since the scenario began'),
      durationMs: virtualMs('How long it took'),
      expectations: described('How many expectations it has.', count),
      actions: list(ref('action')),
      captures: { type: 'object' },
      failure: ref('failure'),
      checkpoint: described(
        'In a recording: the state of the lab at rest after the step, as indices of the objects of the scenario’s recording.',
        object({ objects: list(count), events: list(count) }),
      ),
    },
    ['skipped', 'captures', 'failure', 'checkpoint'],
  ),
  scenario: object(
    {
      name: text,
      title: text,
      file: text,
      line: { type: 'integer', minimum: 1 },
      labels: { type: 'object', additionalProperties: text },
      lab: text,
      backend: text,
      kubernetes: text,
      seed: count,
      retries: count,
      result: ref('result'),
      reason: described('Why it was skipped or is partial.', text),
      remarks: described(
        'What the backend says besides: requests that were repeated, what is left on the cluster.',
        list(text),
      ),
      durationMs: virtualMs('How long it took'),
      steps: list(ref('step')),
      replay: described('The command that plays just this again.', text),
      recording: ref('recording'),
    },
    ['reason', 'remarks', 'recording'],
  ),
  recording: described(
    'What `labproof compare` needs of a lab that is not there any more.',
    object({
      namespace: described('In which the scenario was played.', text),
      startMs: described('When it began, in milliseconds since the Unix epoch.', { type: 'number' }),
      can: described('What the lab could do besides its API.', list(text)),
      objects: described(
        'Every object and event of the checkpoints, each version once; of secrets without their data.',
        list({ type: 'object' }),
      ),
    }),
  ),
};

export const runRecordSchema: Readonly<Record<string, unknown>> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://labproof.dev/schemas/run-record.schema.json',
  title: 'labproof run record',
  description: 'Everything a run found, without wall clock: the same seed gives the same bytes.',
  ...object(
    {
      apiVersion: { const: 'labproof.dev/v1alpha1' },
      kind: { const: 'RunRecord' },
      labproof: described('The version of labproof.', text),
      backend: text,
      seeds: list(count),
      recordingVersion: described(
        'Of a record that `labproof record` wrote: the version of what it holds besides.',
        count,
      ),
      // Records made before there was such a result do not count it.
      summary: object(
        { scenarios: count, ...Object.fromEntries(results.map((result) => [result, count])), steps: count },
        ['errored'],
      ),
      scenarios: list(ref('scenario')),
    },
    ['recordingVersion'],
  ),
  $defs: definitions,
};
