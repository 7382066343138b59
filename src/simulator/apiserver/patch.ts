/** The verb patch: the stored object, changed as the patch says, goes through update. */
import {
  applyJsonMergePatch,
  applyJsonPatch,
  applyStrategicMergePatch,
  badRequest,
  decodeJsonPatch,
  internalError,
  jsonTypeOf,
  mergeFieldsOf,
  notFound,
  PatchError,
  type Answer,
  type JsonObject,
  type JsonValue,
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

/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/patch.go: 400, 422 or 500, as the patch is unreadable or does not apply */
const refused = (error: PatchError): Status => {
  if (error.code === 400) return badRequest(error.message);
  if (error.code === 500) return { ...internalError(error.message), message: error.message };
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'the server rejected our request due to an error in our request',
    reason: 'Invalid',
    details: {},
    code: 422,
  };
};

/** A strategic merge patch is an object; null is one without fields. */
export const strategicPatchOf = (patch: unknown): Answer<JsonObject> => {
  const value = patch ?? {};
  if (typeof value === 'object' && !Array.isArray(value)) return { ok: true, value: value as JsonObject };
  const why = `json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type map[string]interface {}`;
  return failed(badRequest(why));
};

/** `current` after the patch. */
export const applyPatch = (type: PatchType, current: KubeObject, patch: unknown): Answer<KubeObject> => {
  const object = current as unknown as JsonObject;
  try {
    let patched: JsonValue;
    if (type === 'json-patch+json') patched = applyJsonPatch(object, decodeJsonPatch(patch as JsonValue));
    else if (type === 'merge-patch+json') patched = applyJsonMergePatch(object, patch as JsonValue);
    else if (type === 'strategic-merge-patch+json') {
      const strategic = strategicPatchOf(patch);
      if (!strategic.ok) return strategic;
      const fields = mergeFieldsOf(current.apiVersion, current.kind);
      patched = applyStrategicMergePatch(object, strategic.value, fields);
    } else return failed(unsupportedMediaType(type));
    return { ok: true, value: patched as unknown as KubeObject };
  } catch (error) {
    if (error instanceof PatchError) return failed(refused(error));
    throw error;
  }
};

/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/rest.go checkName */
const refuseRenaming = (
  { metadata }: Partial<KubeObject>,
  namespace: string | undefined,
  name: string,
): Status | undefined => {
  // A value of another type is refused where the object is decoded.
  if (metadata !== undefined && metadata !== null && typeof metadata !== 'object') return undefined;
  const own = metadata ?? { name: '' };
  if ((own.name ?? '') === '')
    return badRequest(
      `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    );
  if (own.name !== name)
    return badRequest(
      `the name of the object (${String(own.name)}) does not match the name on the URL (${name})`,
    );
  const isElsewhere = (own.namespace ?? '') !== '' && own.namespace !== (namespace ?? '');
  return isElsewhere && namespace !== undefined
    ? badRequest(
        `the namespace of the object (${String(own.namespace)}) does not match the namespace on the request (${namespace})`,
      )
    : undefined;
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
  const patched = applyPatch(type, current, patch);
  if (!patched.ok) return patched;
  const renamed = refuseRenaming(patched.value, namespace, name);
  if (renamed !== undefined) return failed(renamed);
  return updateObject(core, resource, namespace, name, patched.value, by, 'patch');
};
