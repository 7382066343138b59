/** The verb update, of objects and of their status. @source k8s 1.20 registry/generic/registry/store.go Update, registry/rest/update.go BeforeUpdate */
import {
  badRequest,
  beforeStatusUpdate,
  beforeUpdate,
  strategyOf,
  conflict,
  deepEqual,
  goQuote,
  invalid,
  isAtLeast,
  notFound,
  withKeptTimes,
  type Answer,
  type KubeObject,
  type ObjectMeta,
  type Status,
  type UnknownObject,
} from '../../kube/index.ts';
import { admit, refusalOf } from './admission/index.ts';
import type { RequestInfo } from './api-server.ts';
import { nextRequestOf } from './approve-request.ts';
import { buildMetadata } from './build-metadata.ts';
import { decodeObject } from './decode.ts';
import { removeObject } from './delete.ts';
import { nextPodOf } from './pod-parts.ts';
import { reserveService } from './reserve-service.ts';
import type { Resource } from './resource-catalogue.ts';
import { failed, type ServerCore } from './server-core.ts';

/** @source k8s 1.20 apiserver/pkg/registry/generic/registry/store.go OptimisticLockErrorMsg */
const optimisticLock =
  'the object has been modified; please apply your changes to the latest version and try again';

/** @source k8s 1.20 apiserver/pkg/storage/etcd3/api_object_versioner.go ObjectResourceVersion */
const noVersion = (text: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: `strconv.ParseUint: parsing ${goQuote(text)}: invalid syntax`,
  code: 500,
});

const checkPreconditions = (resource: Resource, sent: ObjectMeta, old: ObjectMeta): Answer<undefined> => {
  const { groupResource } = resource;
  if (sent.uid !== undefined && sent.uid !== '' && sent.uid !== old.uid) {
    const key = `/registry/${resource.definition.plural}/${resource.definition.namespaced ? `${old.namespace}/` : ''}${old.name}`;
    const why = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${sent.uid}, UID in object meta: ${old.uid}`;
    return failed(conflict(groupResource, old.name, why));
  }
  const { resourceVersion = '' } = sent;
  if (!/^\d*$/.test(resourceVersion)) return failed(noVersion(resourceVersion));
  if (resourceVersion !== '' && Number(resourceVersion) !== 0 && resourceVersion !== old.resourceVersion) {
    return failed(conflict(groupResource, old.name, optimisticLock));
  }
  return { ok: true, value: undefined };
};

/** A namespace goes when it is being deleted and holds no finalizer of either kind. */
const isFinished = (object: KubeObject, old: KubeObject): boolean => {
  if ((object.metadata.finalizers ?? []).length > 0) return false;
  if (object.kind === 'Namespace') {
    const { spec } = object as { spec?: { finalizers?: string[] } };
    return object.metadata.deletionTimestamp !== undefined && (spec?.finalizers ?? []).length === 0;
  }
  if (object.kind === 'CustomResourceDefinition') return old.metadata.deletionTimestamp !== undefined;
  return old.metadata.deletionTimestamp !== undefined && old.metadata.deletionGracePeriodSeconds === 0;
};

/** The object as it replaces the old one, for a request to the object itself or to one of its parts. */
const nextObject = (
  core: ServerCore,
  resource: Resource,
  sent: KubeObject,
  old: KubeObject,
  subresource: string,
): Answer<KubeObject> => {
  if (subresource === 'finalize') {
    const next: KubeObject & { spec?: unknown } = { ...old, spec: (sent as { spec?: unknown }).spec };
    return { ok: true, value: next };
  }
  const part = nextPodOf(subresource, sent, old) ?? nextRequestOf(core, subresource, sent, old);
  if (part !== undefined) return part;
  const metadata = buildMetadata(sent.metadata, old.metadata);
  if (resource.custom !== undefined) return resource.custom.update({ ...sent, metadata }, old, subresource);
  const { apiVersion, kind } = old;
  const next = { ...sent, apiVersion, kind, metadata } as UnknownObject;
  const before = old as UnknownObject;
  const context = { version: core.host.version, namespaced: resource.definition.namespaced };
  return subresource === 'status'
    ? beforeStatusUpdate(next, before, context)
    : beforeUpdate(next, before, context);
};

export const updateObject = (
  core: ServerCore,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  given: KubeObject,
  by: RequestInfo & { subresource?: string },
  verb: string,
): Answer<KubeObject> => {
  const { definition, groupResource } = resource;
  const { subresource = '' } = by;
  const typed = { ...given, apiVersion: resource.apiVersion, kind: definition.kind };
  const decoded: Answer<KubeObject> =
    resource.custom?.decode(given) ??
    (subresource === '' ? decodeObject(typed, core.host.version) : { ok: true, value: given });
  if (!decoded.ok) return decoded;
  const sent = decoded.value;
  if ((sent.metadata.name ?? '') !== '' && sent.metadata.name !== name) {
    return failed(
      badRequest(
        `the name of the object (${sent.metadata.name}) does not match the name on the URL (${name})`,
      ),
    );
  }
  const old = core.get(resource, namespace, name);
  if (old === undefined) return failed(notFound(groupResource, name));
  const strategy = strategyOf({ apiVersion: resource.apiVersion, kind: definition.kind });
  if (
    (resource.custom !== undefined || strategy.allowUnconditionalUpdate === false) &&
    (sent.metadata.resourceVersion ?? '') === ''
  ) {
    const message = 'Invalid value: 0x0: must be specified for an update';
    return failed(
      invalid(definition.group, resource.custom === undefined ? definition.kind : definition.plural, name, [
        { reason: 'FieldValueInvalid', field: 'metadata.resourceVersion', message },
      ]),
    );
  }
  const locked = checkPreconditions(resource, sent.metadata, old.metadata);
  if (!locked.ok) return locked;

  const tracked = by.isApplied === true ? sent : core.fields.onUpdate(resource, old, sent, by);
  const next = nextObject(core, resource, tracked, old, subresource);
  if (!next.ok) return next;
  const object = next.value;
  const request = {
    operation: 'UPDATE',
    resource,
    subresource,
    namespace: namespace ?? '',
    object,
    old,
    by,
  } as const;
  const admitted = admit(core, request);
  if (!admitted.ok) return admitted;
  const refusal = refusalOf(core, { ...request, object: admitted.value });
  if (refusal !== undefined) return failed(refusal);
  const reserved = reserveService(core, resource, admitted.value, old, by.dryRun === true);
  if (!reserved.ok) return reserved;
  if (by.dryRun === true) return reserved;
  if (isFinished(reserved.value, old)) {
    return { ok: true, value: removeObject(core, resource, reserved.value, by, verb) };
  }
  const final = isAtLeast(core.host.version, 23) ? withKeptTimes(reserved.value, old) : reserved.value;
  if (deepEqual(final, old)) return { ok: true, value: old };
  return { ok: true, value: core.commit('MODIFIED', resource, final, old, by, verb) };
};
