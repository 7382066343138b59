/** The methods of a session: hello, open, close. */
import type { Lab } from '../../../simulator/index.ts';
import { defineMethod } from '../define-method.ts';
import { list, number, object, optional, record, shaped, text, truth, word } from '../message-schema.ts';

/** What a simulator may be able to do besides its API and a clock. */
export const abilities = ['exec', 'request', 'load', 'fault', 'nodes', 'disruption'] as const;

const lab = shaped<Lab>({
  description:
    'The cluster to be, as a lab file describes it (docs/labs.md): what the simulator cannot be like it may leave.',
  type: 'object',
  properties: {
    name: { type: 'string' },
    kubernetes: { description: 'Version: "1.20.2".', type: 'string' },
    startTime: { description: 'The instant at which the cluster is first looked at.', type: 'string' },
    nodes: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          role: { enum: ['master', 'control-plane', 'worker'] },
          address: { type: 'string' },
          cpu: { type: 'string' },
          memory: { type: 'string' },
        },
        required: ['name', 'role', 'address', 'cpu', 'memory'],
      },
    },
    images: { description: 'What the registries hold.', type: 'array', items: { type: 'object' } },
    addons: { type: 'array', items: { type: 'object' } },
    network: { type: 'object' },
  },
  required: ['name', 'kubernetes', 'startTime', 'nodes', 'images', 'addons', 'network'],
});

export const hello = defineMethod({
  name: 'hello',
  summary: 'The first message: both say who they are.',
  need: 'always',
  params: object({
    protocol: number('The version of the protocol that labproof speaks.'),
    labproof: text('The version of labproof.'),
  }),
  result: object({
    protocol: number('The version of the protocol that the simulator speaks.'),
    name: text('Of the simulator, for people.'),
    kubernetes: optional(
      text('The version that it always is: "v1.20.2". Absent: it is what `open` asks for.'),
    ),
    clock: word(
      ['virtual', 'wall'],
      'Whose time it has: its own, moved on by `advance`, or that of the wall.',
    ),
    can: list(shaped<(typeof abilities)[number]>({ enum: [...abilities] }), 'What it can do besides.'),
    missing: optional(record(text(), 'Why it cannot do what it cannot, by ability, each a sentence.')),
    reopens: optional(
      truth('After `close` it takes another `open`. Absent: each scenario has its own process.'),
    ),
    impersonates: optional(truth('It heeds the `as` of requests: its API can be asked as somebody else.')),
    journal: optional(truth('It tells of every write by a `change` message.')),
  }),
});

export const open = defineMethod({
  name: 'open',
  summary: 'Makes a fresh cluster; a day old, at rest, ready to be used.',
  need: 'always',
  params: object({
    lab,
    seed: number('The seed of all chance.'),
    kubernetes: text('The version to be like.'),
  }),
  result: object({ kubernetes: text('The version that it is: "v1.20.2".') }),
});

export const close = defineMethod({
  name: 'close',
  summary: 'Ends the cluster. The end of standard input ends the process, whatever it is doing.',
  need: 'always',
  params: object({}),
  result: object({}),
});
