/** The backend protocol: the registry of its methods, its messages, and their JSON Schema. */
import type { ChangeRecord } from '../backend.ts';
import type { Impersonation, KubeObject, Status, WatchEventType } from '../../kube/index.ts';
import type { MethodDefinition, ParamsOf, ResultOf } from './define-method.ts';
import { impersonation, kubeObject, status } from './kube-schema.ts';
import { anything, number, object, optional, text, word } from './message-schema.ts';
import type { JsonSchema } from './message-schema.ts';
import * as lab from './methods/lab.ts';
import * as reading from './methods/reading.ts';
import * as session from './methods/session.ts';
import { advance } from './methods/time.ts';
import * as watching from './methods/watching.ts';
import * as writing from './methods/writing.ts';

export const protocolVersion = 1;

export const methods = {
  hello: session.hello,
  open: session.open,
  close: session.close,
  resources: reading.resources,
  get: reading.get,
  list: reading.listMethod,
  table: reading.tableMethod,
  create: writing.create,
  createSubresource: writing.createSubresource,
  update: writing.update,
  patch: writing.patch,
  delete: writing.deleteMethod,
  deleteCollection: writing.deleteCollection,
  watch: watching.watch,
  unwatch: watching.unwatch,
  advance,
  log: reading.log,
  exec: lab.exec,
  request: lab.request,
  startLoad: lab.startLoad,
  loadResult: lab.loadResultMethod,
  fault: lab.faultMethod,
  addNode: lab.addNode,
  removeNode: lab.removeNode,
} as const;

export type MethodName = keyof typeof methods;
export type Params<M extends MethodName> = ParamsOf<(typeof methods)[M]>;
export type Result<M extends MethodName> = ResultOf<(typeof methods)[M]>;

export const methodList = Object.values(methods) as readonly MethodDefinition[];

/** From labproof, a line each. */
export interface RequestMessage {
  id: number;
  method: MethodName;
  params: unknown;
  /** Who asks, where it is not one who may do everything. */
  as?: Impersonation;
}

export interface RefusalMessage {
  /** One sentence. */
  message: string;
  /** "unsupported": the simulator does not know the method, or not for this. */
  code?: string;
  /** How the API refuses, where it is the API that does. */
  status?: Status;
}

/** From the simulator: the answer to a request, what a watch sees, a write to the cluster. */
export interface AnswerMessage {
  id: number;
  result?: unknown;
  error?: RefusalMessage;
  /** What the clock shows, where it is virtual. */
  nowMs?: number;
}

export interface WatchMessage {
  watch: number;
  type: WatchEventType;
  object: KubeObject;
  nowMs?: number;
}

export interface ChangeMessage {
  change: ChangeRecord;
}

export type SimulatorMessage = AnswerMessage | WatchMessage | ChangeMessage;

const nowMs = optional(
  number('What the clock shows, in milliseconds since the Unix epoch, where it is virtual.'),
);

export const answerSchema = object({
  id: number('That of the request.'),
  result: optional(anything('What the method answers.')),
  error: optional(
    object({
      message: text('One sentence.'),
      code: optional(text('"unsupported": the simulator does not know the method, or not for this.')),
      status: optional(status),
    }),
  ),
  nowMs,
});

export const watchMessageSchema = object({
  watch: number('The number that labproof gave the watch.'),
  type: word(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']),
  object: kubeObject,
  nowMs,
});

export const changeMessageSchema = object({
  change: object({
    timeMs: number(),
    user: text('Who wrote: "kubectl", "deployment-controller".'),
    verb: text(),
    resource: text('"pods", "deployments.apps".'),
    namespace: optional(text()),
    name: text(),
    resourceVersion: optional(text()),
  }),
});

const requestOf = ({ name, summary, params }: MethodDefinition): JsonSchema => ({
  description: summary,
  type: 'object',
  properties: {
    id: { type: 'integer', minimum: 0 },
    method: { const: name },
    params: params.json,
    as: impersonation.json,
  },
  required: ['id', 'method', 'params'],
});

/** The schema of every line: what labproof sends, what the simulator sends, and under $defs each method's result. */
export const protocolSchema = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://labproof.dev/schemas/backend-protocol.schema.json',
  title: 'labproof backend protocol',
  description: `A line of the backend protocol, version ${protocolVersion}: see docs/backend-protocol.md.`,
  anyOf: [{ $ref: '#/$defs/fromLabproof' }, { $ref: '#/$defs/fromSimulator' }],
  $defs: {
    fromLabproof: {
      description: 'On the simulator’s standard input.',
      anyOf: methodList.map(({ name }) => ({ $ref: `#/$defs/request.${name}` })),
    },
    fromSimulator: {
      description: 'On the simulator’s standard output.',
      anyOf: ['answer', 'watchMessage', 'changeMessage'].map((name) => ({ $ref: `#/$defs/${name}` })),
    },
    answer: answerSchema.json,
    watchMessage: watchMessageSchema.json,
    changeMessage: changeMessageSchema.json,
    ...Object.fromEntries(methodList.map((method) => [`request.${method.name}`, requestOf(method)])),
    ...Object.fromEntries(methodList.map(({ name, result }) => [`result.${name}`, result.json])),
  },
});
