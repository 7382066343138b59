/** The verb delete: grace, finalizers, what becomes of dependents. @source k8s 1.20 registry/generic/registry/store.go Delete, registry/rest/delete.go BeforeDelete */
import {
  conflict,
  notFound,
  type Answer,
  type DeleteOptions,
  type KubeObject,
  type ObjectMeta,
  type Pod,
} from '../../kube/index.ts';
import { admit } from './admission/index.ts';
import type { RequestInfo } from './api-server.ts';
import { markDefinition } from './custom-resources/delete-definition.ts';
import { releaseService } from './reserve-service.ts';
import type { Resource } from './resource-catalogue.ts';
import { failed, type ServerCore } from './server-core.ts';

export const orphanFinalizer = 'orphan';
export const foregroundFinalizer = 'foregroundDeletion';

/** Takes the object out of the store for good. */
export const removeObject = (
  core: ServerCore,
  resource: Resource,
  object: KubeObject,
  by: RequestInfo,
  verb: string,
): KubeObject => {
  const old = core.get(resource, object.metadata.namespace, object.metadata.name);
  const gone = core.commit('DELETED', resource, object, old, by, verb);
  releaseService(core, resource, gone);
  return gone;
};

/** Seconds of grace; undefined when the kind knows none. @source k8s 1.20 pkg/registry/core/pod/strategy.go CheckGracefulDelete */
const graceOf = (resource: Resource, object: KubeObject, asked: number | undefined): number | undefined => {
  if (resource.name !== 'pods') return undefined;
  const { spec, status } = object as Pod;
  if ((spec.nodeName ?? '') === '') return 0;
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return 0;
  return asked ?? spec.terminationGracePeriodSeconds ?? 0;
};

/** The last moment that a date can be. */
const latestMs = 8.64e15;

const formatTime = (ms: number): string =>
  `${new Date(Math.max(-latestMs, Math.min(ms, latestMs))).toISOString().slice(0, 19)}Z`;

/** @source k8s 1.20 registry/generic/registry/store.go deletionFinalizersForGarbageCollection */
const finalizersFor = (
  resource: Resource,
  metadata: ObjectMeta,
  options: DeleteOptions,
): readonly string[] => {
  const present = metadata.finalizers ?? [];
  const asked = options.propagationPolicy;
  const isOrphaning =
    asked === undefined
      ? present.includes(orphanFinalizer) ||
        (!present.includes(foregroundFinalizer) && resource.definition.orphansByDefault === true)
      : asked === 'Orphan';
  const isForeground = asked === undefined ? present.includes(foregroundFinalizer) : asked === 'Foreground';
  const others = present.filter(
    (finalizer) => finalizer !== orphanFinalizer && finalizer !== foregroundFinalizer,
  );
  if (isOrphaning) return [...others, orphanFinalizer];
  if (isForeground) return [...others, foregroundFinalizer];
  return others;
};

const checkPreconditions = (
  resource: Resource,
  object: KubeObject,
  options: DeleteOptions,
): Answer<undefined> => {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const { metadata, kind } = object;
  const what = { group: resource.definition.group, resource: kind };
  const ending = 'The object might have been deleted and then recreated';
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). ${ending}`;
    return failed(conflict(what, metadata.name, why));
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
    return failed(conflict(what, metadata.name, why));
  }
  return { ok: true, value: undefined };
};

/** metadata once the deletion has begun or its grace was cut; the same metadata when nothing changes. */
const beginGrace = (core: ServerCore, metadata: ObjectMeta, graceSeconds: number): ObjectMeta => ({
  ...metadata,
  deletionTimestamp: formatTime(core.host.nowMs() + graceSeconds * 1000),
  deletionGracePeriodSeconds: graceSeconds,
  ...((metadata.generation ?? 0) > 0 ? { generation: metadata.generation! + 1 } : {}),
});

/** What a success without an object answers. */
const successStatus = (resource: Resource, object: KubeObject) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  details: {
    name: object.metadata.name,
    ...(resource.definition.group === '' ? {} : { group: resource.definition.group }),
    kind: resource.definition.plural,
    uid: object.metadata.uid,
  },
});

const deleteNamespace = (
  core: ServerCore,
  resource: Resource,
  object: KubeObject,
  by: RequestInfo,
): Answer<unknown> => {
  const finalizers = (object as { spec?: { finalizers?: string[] } }).spec?.finalizers ?? [];
  if (object.metadata.deletionTimestamp !== undefined) {
    if (finalizers.length === 0)
      return { ok: true, value: removeObject(core, resource, object, by, 'delete') };
    const why =
      'The system is ensuring all content is removed from this namespace.  Upon completion, this namespace will automatically be purged by the system.';
    return failed(conflict(resource.groupResource, object.metadata.name, why));
  }
  const next = {
    ...object,
    metadata: { ...object.metadata, deletionTimestamp: core.host.nowTime() },
    status: { ...(object as { status?: object }).status, phase: 'Terminating' },
  };
  return { ok: true, value: core.commit('MODIFIED', resource, next, object, by, 'delete') };
};

export const deleteObject = (
  core: ServerCore,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  options: DeleteOptions,
  by: RequestInfo,
): Answer<unknown> => {
  const object = core.get(resource, namespace, name);
  if (object === undefined) return failed(notFound(resource.groupResource, name));
  const admitted = admit(core, {
    operation: 'DELETE',
    resource,
    subresource: '',
    namespace: namespace ?? '',
    object,
    by,
  });
  if (!admitted.ok) return admitted;
  const checked = checkPreconditions(resource, object, options);
  if (!checked.ok) return checked;
  if (by.dryRun === true || options.dryRun === true) {
    const isShown =
      resource.definition.answersDeleted === true ||
      resource.name === 'namespaces' ||
      finalizersFor(resource, object.metadata, options).length > 0;
    return { ok: true, value: isShown ? object : successStatus(resource, object) };
  }
  if (resource.name === 'namespaces') return deleteNamespace(core, resource, object, by);
  if (object.kind === 'CustomResourceDefinition' && object.metadata.deletionTimestamp === undefined) {
    const marked = markDefinition(object, core.host.nowTime());
    return { ok: true, value: core.commit('MODIFIED', resource, marked, object, by, 'delete') };
  }

  let metadata = object.metadata;
  let graceSeconds: number | undefined;
  if (metadata.deletionTimestamp === undefined) {
    graceSeconds = graceOf(resource, object, options.gracePeriodSeconds);
    if (graceSeconds !== undefined) metadata = beginGrace(core, metadata, graceSeconds);
  } else if (metadata.deletionGracePeriodSeconds !== undefined) {
    const running = metadata.deletionGracePeriodSeconds;
    const asked = options.gracePeriodSeconds;
    if (asked === undefined || asked >= running) {
      // Already under way. A second wish changes nothing, unless nothing holds the object any more.
      if (running > 0 || (metadata.finalizers ?? []).length > 0) return { ok: true, value: object };
      graceSeconds = 0;
    } else {
      graceSeconds = asked;
      metadata = {
        ...metadata,
        deletionTimestamp: formatTime(Date.parse(metadata.deletionTimestamp) + (asked - running) * 1000),
        deletionGracePeriodSeconds: asked,
      };
    }
  }

  const finalizers = finalizersFor(resource, metadata, options);
  if (finalizers.join() !== (metadata.finalizers ?? []).join()) {
    metadata = { ...metadata, finalizers: [...finalizers] };
    if (finalizers.length === 0) delete metadata.finalizers;
  }
  // Without grace but with finalizers the object stays, marked, until they are gone.
  if (finalizers.length > 0 && graceSeconds === undefined && metadata.deletionTimestamp === undefined) {
    metadata = beginGrace(core, metadata, 0);
  }
  const marked = metadata === object.metadata ? object : { ...object, metadata };
  if (finalizers.length > 0 || (graceSeconds ?? 0) > 0) {
    if (marked === object) return { ok: true, value: object };
    return { ok: true, value: core.commit('MODIFIED', resource, marked, object, by, 'delete') };
  }
  const last =
    graceSeconds === undefined || marked === object
      ? marked
      : core.commit('MODIFIED', resource, marked, object, by, 'delete');
  const gone = removeObject(core, resource, last, by, 'delete');
  return {
    ok: true,
    value: resource.definition.answersDeleted === true ? gone : successStatus(resource, gone),
  };
};
