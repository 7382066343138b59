/** The methods of what a lab can do besides its API: exec, request, load, fault, machines. */
import type { Fault, HttpAnswer, HttpFailure } from '../../../kube/index.ts';
import { defineMethod } from '../define-method.ts';
import {
  either,
  list,
  number,
  object,
  optional,
  record,
  shaped,
  text,
  truth,
  word,
} from '../message-schema.ts';

const container = object({
  namespace: text(),
  pod: text(),
  container: optional(text("Absent: the pod's default container.")),
});

const httpRequest = object({
  method: optional(text('Default: GET.')),
  url: text(),
  headers: optional(record(text())),
  body: optional(text()),
  timeoutMs: optional(number()),
  from: optional(container),
});

const httpAnswer = shaped<HttpAnswer>(
  object({
    status: number(),
    statusText: text(),
    headers: record(text()),
    body: text(),
    pod: optional(text('The pod that answered, "namespace/name", where it is known.')),
  }).json,
);

const httpFailure = shaped<HttpFailure>(
  object({
    error: word(['refused', 'timeout', 'unreachable', 'reset', 'unresolved']),
    message: text('As a client would say it.'),
  }).json,
);

const loadResult = object({
  sent: number(),
  succeeded: number(),
  failed: number(),
  byPod: record(number(), 'How many each pod answered, by "namespace/name".'),
});

const faultFields: Readonly<Record<Fault['kind'], readonly string[]>> = {
  killProcess: ['target', 'pid'],
  powerOff: ['node'],
  powerOn: ['node'],
  cutNetwork: ['node'],
  restoreNetwork: ['node'],
  stopKubelet: ['node'],
  startKubelet: ['node'],
  breakRegistry: [],
  restoreRegistry: [],
  slowPull: ['delayMs'],
};

const fault = shaped<Fault>({
  description: 'What happens to the lab; the fields beside `kind` depend on it.',
  type: 'object',
  properties: {
    kind: { enum: Object.keys(faultFields) },
    node: { type: 'string' },
    target: container.json,
    pid: { type: 'integer' },
    signal: { type: 'string' },
    image: { type: 'string' },
    delayMs: { type: 'number' },
  },
  required: ['kind'],
});

export const exec = defineMethod({
  name: 'exec',
  summary: 'Runs a command in a container, to its end.',
  need: 'exec',
  params: object({
    target: container,
    command: list(text()),
    options: optional(object({ stdin: optional(text()), tty: optional(truth()) })),
  }),
  result: object({ exitCode: number(), stdout: text(), stderr: text() }),
});

export const request = defineMethod({
  name: 'request',
  summary: 'Sends an HTTP request from inside a pod (`from`) or from a machine of the lab’s network.',
  need: 'request',
  params: httpRequest,
  result: either(httpAnswer, httpFailure),
});

export const startLoad = defineMethod({
  name: 'startLoad',
  summary: 'Starts requests at a steady rate, in the background.',
  need: 'load',
  params: object({
    load: number('The number by which it is named, chosen by labproof.'),
    request: httpRequest,
    requestsPerSecond: number(),
    durationMs: optional(number('Absent: until stopped.')),
  }),
  result: object({}),
});

export const loadResultMethod = defineMethod({
  name: 'loadResult',
  summary: 'What has become of a load, which may be stopped by this.',
  need: 'load',
  params: object({ load: number(), stop: truth() }),
  result: loadResult,
});

export const faultMethod = defineMethod({
  name: 'fault',
  summary: 'Breaks or mends something.',
  need: 'fault',
  params: fault,
  result: object({}),
});

export const addNode = defineMethod({
  name: 'addNode',
  summary: 'Lets a spare machine of the lab join.',
  need: 'nodes',
  params: object({ name: text() }),
  result: object({}),
});

export const removeNode = defineMethod({
  name: 'removeNode',
  summary: 'Takes a machine away.',
  need: 'nodes',
  params: object({ name: text() }),
  result: object({}),
});
