/** The methods that read the API: resources, get, list, table, log. */
import type { Table } from '../../../kube/index.ts';
import { defineMethod } from '../define-method.ts';
import { apiResource, kubeList, kubeObject, listOptions, resourceKey, tableOptions } from '../kube-schema.ts';
import { list, number, object, optional, shaped, text, truth } from '../message-schema.ts';

const table = shaped<Table>({
  description: 'A meta.k8s.io Table; each row has its whole object.',
  type: 'object',
  properties: {
    columnDefinitions: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          type: { type: 'string' },
          format: { type: 'string' },
          priority: { type: 'integer' },
        },
        required: ['name', 'type'],
      },
    },
    rows: {
      type: 'array',
      items: {
        type: 'object',
        properties: { cells: { type: 'array' }, object: { type: 'object' } },
        required: ['cells', 'object'],
      },
    },
  },
  required: ['columnDefinitions', 'rows'],
});

export const resources = defineMethod({
  name: 'resources',
  summary: 'All resources that are served, in the order of discovery.',
  need: 'always',
  params: object({}),
  result: list(apiResource),
});

export const get = defineMethod({
  name: 'get',
  summary: 'One object, or a subresource of it.',
  need: 'always',
  params: object({
    resource: resourceKey,
    namespace: optional(text()),
    name: text(),
    subresource: optional(text('"status", "scale".')),
  }),
  result: kubeObject,
});

export const listMethod = defineMethod({
  name: 'list',
  summary: 'All objects of a resource that the options let through.',
  need: 'always',
  params: object({ resource: resourceKey, options: optional(listOptions) }),
  result: kubeList,
});

export const tableMethod = defineMethod({
  name: 'table',
  summary:
    'What `kubectl get` prints, as the server makes it. A simulator without it has its lists printed by labproof.',
  need: 'never',
  params: object({ resource: resourceKey, options: tableOptions }),
  result: table,
});

export const log = defineMethod({
  name: 'log',
  summary: 'The log of a container.',
  need: 'never',
  params: object({
    namespace: text(),
    pod: text(),
    options: object({
      container: optional(text()),
      previous: optional(truth()),
      tailLines: optional(number()),
      sinceSeconds: optional(number()),
      timestamps: optional(truth()),
    }),
  }),
  result: text(),
});
