/** The verb patch: the stored object, changed as the patch says, goes through update. */
import {
  badRequest,
  notFound,
  type Answer,
  type KubeObject,
  type PatchType,
  type Status,
} from '../../kube/index.ts';
import type { RequestInfo } from './api-server.ts';
import type { Resource } from './resource-catalogue.ts';
import { failed, type ServerCore } from './server-core.ts';
import { updateObject } from './update.ts';

const unsupportedMediaType = (type: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: `the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json (not ${type})`,
  reason: 'UnsupportedMediaType',
  code: 415,
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7396. A stand-in until src/kube has the patches. */
const merge = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
};

/** `current` after the patch. */
export const applyPatch = (
  _resource: Resource,
  type: PatchType,
  current: KubeObject,
  patch: unknown,
): Answer<KubeObject> => {
  if (type !== 'merge-patch+json' && type !== 'strategic-merge-patch+json')
    return failed(unsupportedMediaType(type));
  if (!isObject(patch)) return failed(badRequest('the patch is not an object'));
  return { ok: true, value: merge(current, patch) as KubeObject };
};

export const patchObject = (
  core: ServerCore,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  type: PatchType,
  patch: unknown,
  by: RequestInfo & { subresource?: string },
): Answer<KubeObject> => {
  const current = core.get(resource, namespace, name);
  if (current === undefined) return failed(notFound(resource.groupResource, name));
  const patched = applyPatch(resource, type, current, patch);
  if (!patched.ok) return patched;
  return updateObject(core, resource, namespace, name, patched.value, by, 'patch');
};
