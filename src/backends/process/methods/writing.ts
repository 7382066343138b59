/** The methods that write through the API: create, update, patch, delete. */
import type { PatchType } from '../../../kube/index.ts';
import { defineMethod } from '../define-method.ts';
import {
  createdObject,
  deleteCollectionOptions,
  deleteOptions,
  kubeObject,
  patchOptions,
  resourceKey,
  updateOptions,
  writeOptions,
} from '../kube-schema.ts';
import { anything, object, optional, shaped, text } from '../message-schema.ts';

const patchTypes: readonly PatchType[] = [
  'json-patch+json',
  'merge-patch+json',
  'strategic-merge-patch+json',
  'apply-patch+yaml',
];

const place = { resource: resourceKey, namespace: optional(text()) };

export const create = defineMethod({
  name: 'create',
  summary: 'Creates an object, and answers it as it is stored.',
  need: 'always',
  params: object({ ...place, object: anything('As the client sent it.'), options: optional(writeOptions) }),
  result: createdObject,
});

export const createSubresource = defineMethod({
  name: 'createSubresource',
  summary: 'Posts to a subresource of an object: eviction, binding, token.',
  need: 'never',
  params: object({ ...place, name: text(), subresource: text(), body: anything() }),
  result: anything(),
});

export const update = defineMethod({
  name: 'update',
  summary: 'Replaces an object; 409 Conflict when its metadata.resourceVersion is not the stored one.',
  need: 'always',
  params: object({ ...place, object: kubeObject, options: optional(updateOptions) }),
  result: kubeObject,
});

export const patch = defineMethod({
  name: 'patch',
  summary: 'Changes an object as the patch says.',
  need: 'always',
  params: object({
    ...place,
    name: text(),
    type: shaped<PatchType>({
      description: 'The content type of the patch, without "application/".',
      enum: patchTypes,
    }),
    patch: anything(),
    options: optional(patchOptions),
  }),
  result: kubeObject,
});

export const deleteMethod = defineMethod({
  name: 'delete',
  summary: 'Deletes an object; answers it while it terminates, or a Status of success.',
  need: 'always',
  params: object({ ...place, name: text(), options: optional(deleteOptions) }),
  result: anything(),
});

export const deleteCollection = defineMethod({
  name: 'deleteCollection',
  summary: 'Deletes all objects that the options let through.',
  need: 'never',
  params: object({ resource: resourceKey, options: deleteCollectionOptions }),
  result: anything(),
});
