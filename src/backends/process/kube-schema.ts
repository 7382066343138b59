/** The parts of messages that are Kubernetes' own: objects, resources, lists, the options of verbs. */
import type {
  ApiResource,
  DeleteOptions,
  Impersonation,
  KubeList,
  KubeObject,
  ListOptions,
  PatchOptions,
  ResourceKey,
  Status,
  WriteOptions,
} from '../../kube/index.ts';
import { list, object, optional, record, shaped, text, truth } from './message-schema.ts';
import type { MessageSchema } from './message-schema.ts';

export const kubeObject = shaped<KubeObject>({
  description: 'A Kubernetes object, with apiVersion, kind and metadata.name.',
  type: 'object',
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
  },
  required: ['apiVersion', 'kind', 'metadata'],
});

/** What create answers: a review is answered and not stored, so that it needs no name. */
export const createdObject = shaped<KubeObject>({
  description:
    'The object as it is stored; of a review (SelfSubjectAccessReview, …) the answer, which has no name.',
  type: 'object',
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' },
  },
  required: ['apiVersion', 'kind', 'metadata'],
});

export const kubeList = shaped<KubeList>({
  description: 'A list; its items have apiVersion and kind, too.',
  type: 'object',
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: {
      type: 'object',
      properties: {
        resourceVersion: { type: 'string' },
        continue: { type: 'string' },
        remainingItemCount: { type: 'integer' },
      },
    },
    items: { type: 'array', items: kubeObject.json },
  },
  required: ['apiVersion', 'kind', 'metadata', 'items'],
});

export const status = shaped<Status>({
  description: 'A metav1.Status of failure: how a Kubernetes API refuses.',
  type: 'object',
  properties: {
    kind: { const: 'Status' },
    status: { enum: ['Failure', 'Success'] },
    message: { type: 'string' },
    reason: { type: 'string' },
    code: { type: 'integer' },
    details: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        group: { type: 'string' },
        kind: { type: 'string' },
        uid: { type: 'string' },
        retryAfterSeconds: { type: 'number' },
        causes: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              reason: { type: 'string' },
              message: { type: 'string' },
              field: { type: 'string' },
            },
          },
        },
      },
    },
  },
  required: ['kind', 'status', 'message'],
});

export const impersonation: MessageSchema<Impersonation> = object(
  {
    user: text(),
    uid: optional(text()),
    groups: optional(list(text(), 'Absent: those that go with the user.')),
    extra: optional(record(list(text()))),
  },
  'Who asks; absent: one who may do everything.',
);

export const resourceKey: MessageSchema<ResourceKey> = object(
  {
    group: text('"" for the core group.'),
    version: text(),
    name: text('The plural: "deployments".'),
  },
  'Which resource.',
);

export const apiResource: MessageSchema<ApiResource> = object({
  group: text('"" for the core group.'),
  version: text(),
  kind: text(),
  name: text('The plural, in the path: "deployments".'),
  singularName: text(),
  namespaced: truth(),
  shortNames: list(text()),
  categories: list(text()),
  verbs: list(text(), 'create, delete, deletecollection, get, list, patch, update, watch.'),
  subresources: list(text(), 'status, scale, eviction, …'),
});

const listProperties = {
  namespace: optional(text('Absent: all namespaces.')),
  labelSelector: optional(text('"app=web,tier!=db", as in the API.')),
  fieldSelector: optional(text('"metadata.name=web", as in the API.')),
  limit: optional(shaped<number>({ type: 'integer', minimum: 1 })),
  continue: optional(text()),
};
const writeProperties = { dryRun: optional(truth()), fieldManager: optional(text()) };
const deleteProperties = {
  ...writeProperties,
  gracePeriodSeconds: optional(shaped<number>({ type: 'integer', minimum: 0 })),
  propagationPolicy: optional(
    shaped<NonNullable<DeleteOptions['propagationPolicy']>>({ enum: ['Orphan', 'Background', 'Foreground'] }),
  ),
  preconditions: optional(object({ uid: optional(text()), resourceVersion: optional(text()) })),
};

export const listOptions: MessageSchema<ListOptions> = object(listProperties);
export const tableOptions: MessageSchema<ListOptions & { name?: string }> = object({
  ...listProperties,
  name: optional(text('Only this object.')),
});
export const watchOptions: MessageSchema<ListOptions & { resourceVersion?: string }> = object({
  ...listProperties,
  resourceVersion: optional(text('Only what comes after this version.')),
});
export const writeOptions: MessageSchema<WriteOptions> = object(writeProperties);
export const updateOptions: MessageSchema<WriteOptions & { subresource?: string }> = object({
  ...writeProperties,
  subresource: optional(text('"status", "scale".')),
});
export const patchOptions: MessageSchema<PatchOptions> = object({
  ...writeProperties,
  subresource: optional(text('"status", "scale".')),
  force: optional(truth()),
});
export const deleteOptions: MessageSchema<DeleteOptions> = object(deleteProperties);
export const deleteCollectionOptions: MessageSchema<ListOptions & DeleteOptions> = object({
  ...listProperties,
  ...deleteProperties,
});
