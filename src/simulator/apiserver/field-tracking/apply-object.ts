/** PATCH application/apply-patch+yaml: server-side apply. @source k8s 1.20 apiserver/pkg/endpoints/handlers/patch.go applyPatcher */
import {
  unclassifiedError,
  applyServerSide,
  badRequest,
  ConfigurationError,
  ConflictError,
  conflict,
  conflictCauses,
  emptyObject,
  invalid,
  notFound,
  type Answer,
  type KubeObject,
  type Status,
  type UnknownObject,
} from '../../../kube/index.ts';
import { createObject } from '../create.ts';
import { decodeObject } from '../decode.ts';
import type { Resource } from '../resource-catalogue.ts';
import { failed, type ServerCore } from '../server-core.ts';
import { updateObject } from '../update.ts';
import type { FieldWrite } from './field-tracker.ts';

export type ApplyWrite = FieldWrite & { force?: boolean };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewApplyConflict */
export const applyConflict = ({ conflicts, message }: ConflictError): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason: 'Conflict',
  details: { causes: conflictCauses(conflicts) },
  code: 409,
});

/** What may be said of the configuration before it is laid over anything. */
export const checkConfiguration = (config: unknown, expected: string): Status | undefined => {
  if (!isObject(config)) return badRequest(notAnObject(config));
  const { apiVersion = '', metadata } = config;
  if (apiVersion !== expected) {
    return badRequest(
      `Incorrect version specified in apply patch. Specified patch version: ${String(apiVersion)}, expected: ${expected}`,
    );
  }
  if (isObject(metadata) && metadata['managedFields'] !== undefined && metadata['managedFields'] !== null)
    return badRequest('metadata.managedFields must be nil');
  return undefined;
};

const notAnObject = (config: unknown): string => {
  const found = Array.isArray(config) ? 'array' : typeof config === 'boolean' ? 'bool' : typeof config;
  return `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${found} into Go value of type map[string]interface {}`;
};

/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/rest.go checkName */
const checkName = (object: KubeObject, name: string, namespace: string | undefined): Status | undefined => {
  const { name: own = '', namespace: ownNamespace = '' } = object.metadata;
  if (own === '') {
    return badRequest(
      `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (own !== name)
    return badRequest(`the name of the object (${own}) does not match the name on the URL (${name})`);
  if (namespace !== undefined && ownNamespace !== '' && ownNamespace !== namespace) {
    return badRequest(
      `the namespace of the object (${ownNamespace}) does not match the namespace on the request (${namespace})`,
    );
  }
  return undefined;
};

const printedKind = ({ apiVersion, kind = '' }: Partial<UnknownObject>): string =>
  `${apiVersion?.includes('/') === true ? apiVersion : `/${apiVersion ?? ''}`}, Kind=${kind}`;

/** A configuration of another kind. @throws ConfigurationError */
const checkKind = (core: ServerCore, resource: Resource, config: Partial<UnknownObject>): void => {
  const { apiVersion = '', kind = '' } = config;
  if (kind === resource.definition.kind) return;
  if (core.catalogue.ofKind(apiVersion, kind) === undefined) {
    throw new ConfigurationError(
      `failed to create typed patch object: no corresponding type for ${printedKind(config)}`,
    );
  }
  // Upstream prints where in its memory the types stand.
  const types = ['{0xc000b26df0 {<nil> <nil> <nil>}}', '{0xc000b26dd0 {<nil> <nil> <nil>}}'];
  throw new ConfigurationError(
    `failed to merge config: expected objects of the same type, but got ${types.join(' and ')}`,
  );
};

/** @source k8s 1.20 apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMetaAccessorUpdate, asked by the registry and by the kind's own validation */
const checkUid = (resource: Resource, object: KubeObject, old: KubeObject): Status | undefined => {
  const { uid = '', name } = object.metadata;
  if (uid === '' || uid === old.metadata.uid) return undefined;
  const message = `Invalid value: ${JSON.stringify(uid)}: field is immutable`;
  const cause = { reason: 'FieldValueInvalid', message, field: 'metadata.uid' };
  return invalid(resource.definition.group, resource.definition.kind, name, [cause, cause]);
};

/** The object with the configuration laid over it, in the stored version. */
const lay = (
  core: ServerCore,
  resource: Resource,
  old: KubeObject | undefined,
  config: UnknownObject,
  by: ApplyWrite,
): Answer<KubeObject> => {
  const writer = core.fields.writerOf(resource, by);
  const context = core.fields.contextOf(resource, writer.subresource);
  const { apiVersion } = writer;
  const empty = emptyObject(apiVersion, resource.definition.kind, core.host.version);
  const live =
    old === undefined
      ? empty
      : (context.convert({ object: old, apiVersion: resource.apiVersion }, apiVersion) as UnknownObject);
  try {
    checkKind(core, resource, config);
    const applied = applyServerSide({ context, live, empty, config, writer, force: by.force === true });
    const stored = context.convert({ object: applied, apiVersion }, resource.apiVersion) as KubeObject;
    return resource.custom === undefined
      ? decodeObject(stored, core.host.version)
      : { ok: true, value: stored };
  } catch (error) {
    if (error instanceof ConflictError) return failed(applyConflict(error));
    if (error instanceof ConfigurationError) return failed(unclassifiedError(error.message));
    throw error;
  }
};

/** Whether the object was created is told by `created`. */
export const applyObject = (
  core: ServerCore,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  config: unknown,
  by: ApplyWrite,
): Answer<KubeObject> & { created?: boolean } => {
  const refused = checkConfiguration(config ?? {}, core.fields.versionOf(resource, by));
  if (refused !== undefined) return failed(refused);
  const old = core.get(resource, namespace, name);
  const { subresource = '' } = by;
  if (old === undefined && subresource !== '') return failed(notFound(resource.groupResource, name));
  const given = structuredClone(config) as UnknownObject;
  const applied = lay(core, resource, old, { ...given, metadata: given.metadata ?? {} }, by);
  if (!applied.ok) return applied;
  const misnamed = checkName(applied.value, name, namespace);
  if (misnamed !== undefined) return failed(misnamed);
  const tracked = { ...by, isApplied: true };
  const moved = old === undefined ? undefined : checkUid(resource, applied.value, old);
  if (moved !== undefined) return failed(moved);
  if (old !== undefined)
    return updateObject(core, resource, namespace, name, applied.value, tracked, 'apply');
  const { uid = '' } = applied.value.metadata;
  if (uid !== '') {
    const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
    return failed(conflict(resource.groupResource, name, why));
  }
  return { ...createObject(core, resource, namespace, applied.value, tracked), created: true };
};
