/** The verb create. @source k8s 1.20 apiserver/pkg/endpoints/handlers/create.go, registry/generic/registry/store.go Create, registry/rest/create.go BeforeCreate */
import {
  alreadyExists,
  badRequest,
  beforeCreate,
  prepareForCreate,
  type Answer,
  type Event,
  type KubeObject,
  type ObjectMeta,
  type Pod,
  type Status,
  type UnknownObject,
} from '../../kube/index.ts';
import { admit, refusalOf } from './admission/index.ts';
import { namespaceLifecycle } from './admission/namespace-lifecycle.ts';
import type { RequestInfo } from './api-server.ts';
import { buildMetadata, type SystemMetadata } from './build-metadata.ts';
import { decodeObject } from './decode.ts';
import { generateName, newUid } from './identity.ts';
import { reserveService } from './reserve-service.ts';
import type { Resource } from './resource-catalogue.ts';
import { failed, type ServerCore } from './server-core.ts';

const versionOnCreate: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'resourceVersion should not be set on objects to be created',
  code: 500,
};

/** What a client may not choose is taken away or made up. @source k8s 1.20 registry/rest/meta.go FillObjectMetaSystemFields */
const fillMetadata = (
  core: ServerCore,
  resource: Resource,
  namespace: string,
  given: ObjectMeta,
): ObjectMeta => {
  let name = given.name ?? '';
  if (name === '' && given.generateName !== undefined && given.generateName !== '') {
    name = generateName(core.names, given.generateName);
  }
  const system: SystemMetadata = { name, creationTimestamp: core.host.nowTime(), uid: newUid(core.uids) };
  if (resource.definition.namespaced) system.namespace = namespace;
  return buildMetadata(given, system);
};

/** The namespace of the request and that of the object, as one. */
const agreeOnNamespace = (
  resource: Resource,
  requested: string | undefined,
  own: string | undefined,
): Answer<string> => {
  if (!resource.definition.namespaced) return { ok: true, value: '' };
  const namespace = requested ?? own ?? '';
  if (namespace === '') return failed(badRequest('an empty namespace may not be set during creation'));
  if (own !== undefined && own !== '' && own !== namespace) {
    return failed(
      badRequest('the namespace of the provided object does not match the namespace sent on the request'),
    );
  }
  return { ok: true, value: namespace };
};

/** The name that chance made is taken. @source k8s 1.20 registry/rest/create.go CheckGeneratedNameError */
const tryAgain = ({ definition: { group, kind } }: Resource): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: `The POST operation against ${group === '' ? kind : `${kind}.${group}`} could not be completed at this time, please try again.`,
  reason: 'ServerTimeout',
  details: { ...(group === '' ? {} : { group }), kind },
  code: 500,
});

/** The object as it will be stored, but for its addresses: decoded, admitted, completed, valid. */
const prepare = (
  core: ServerCore,
  resource: Resource,
  namespace: string,
  sent: KubeObject,
  by: RequestInfo,
): Answer<KubeObject> => {
  const { kind } = resource.definition;
  const typed: KubeObject = { ...sent, apiVersion: resource.apiVersion, kind };
  const decoded = resource.custom?.decode(sent) ?? decodeObject(typed, core.host.version);
  if (!decoded.ok) return decoded;
  const object = by.isApplied === true ? decoded.value : core.fields.onCreate(resource, decoded.value, by);
  const request = { operation: 'CREATE', resource, subresource: '', namespace, object, by } as const;
  const admitted = admit(core, request);
  if (!admitted.ok) return admitted;
  if (Number(sent.metadata.resourceVersion ?? '') > 0) return failed(versionOnCreate);
  const metadata = fillMetadata(core, resource, namespace, admitted.value.metadata);
  const context = { version: core.host.version, namespaced: resource.definition.namespaced };
  const complete = { ...admitted.value, metadata } as UnknownObject;
  const prepared = resource.custom?.create(complete) ?? beforeCreate(complete, context);
  if (!prepared.ok) return prepared;
  if (resource.name === 'pods') core.podSpecs.remember(sent, namespace, prepared.value);
  return prepared;
};

/** As prepare, for one more pod of a template: only what differs from pod to pod is done. */
const prepareAlike = (
  core: ServerCore,
  resource: Resource,
  namespace: string,
  pod: Pod,
  by: RequestInfo,
): Answer<KubeObject> => {
  const request = { operation: 'CREATE', resource, subresource: '', namespace, object: pod, by } as const;
  const admitted = namespaceLifecycle.admit?.(request, core);
  if (admitted?.ok === false) return admitted;
  const metadata = fillMetadata(core, resource, namespace, pod.metadata);
  return {
    ok: true,
    value: prepareForCreate({ ...pod, metadata } as unknown as UnknownObject, core.host.version),
  };
};

/** Stores a new object that is ready to be stored. */
const store = (
  core: ServerCore,
  resource: Resource,
  sent: KubeObject,
  object: KubeObject,
  by: RequestInfo,
): Answer<KubeObject> => {
  const { name, namespace } = object.metadata;
  const there = core.get(resource, namespace, name);
  if (there !== undefined) {
    const status =
      (sent.metadata.name ?? '') === '' ? tryAgain(resource) : alreadyExists(resource.groupResource, name);
    const isGoing = there.metadata.deletionTimestamp !== undefined;
    return failed(
      isGoing ? { ...status, message: `object is being deleted: ${status.message ?? ''}` } : status,
    );
  }
  const reserved = reserveService(core, resource, object, undefined, by.dryRun === true);
  if (!reserved.ok || by.dryRun === true) return reserved;
  return { ok: true, value: core.commit('ADDED', resource, reserved.value, undefined, by, 'create') };
};

export const createObject = (
  core: ServerCore,
  resource: Resource,
  requested: string | undefined,
  sent: KubeObject,
  by: RequestInfo,
): Answer<KubeObject> => {
  const agreed = agreeOnNamespace(resource, requested, sent.metadata.namespace);
  if (!agreed.ok) return agreed;
  // A limit range notes on each pod what it has set.
  const hasLimits = resource.name === 'pods' && core.store.list('limitranges', agreed.value).length > 0;
  const alike = resource.name === 'pods' && !hasLimits ? core.podSpecs.recall(sent, agreed.value) : undefined;
  const prepared =
    alike === undefined
      ? prepare(core, resource, agreed.value, sent, by)
      : prepareAlike(core, resource, agreed.value, alike, by);
  if (!prepared.ok) return prepared;
  const object = prepared.value;
  const request = {
    operation: 'CREATE',
    resource,
    subresource: '',
    namespace: agreed.value,
    object,
    by,
  } as const;
  const refusal = refusalOf(core, request);
  return refusal === undefined ? store(core, resource, sent, object, by) : failed(refusal);
};

/**
 * Stores an Event of the cluster's own parts. It is made in the shape in which it is stored, so nothing is left to decode,
 * default or validate.
 */
export const createOwnEvent = (core: ServerCore, event: Event, by: RequestInfo): void => {
  const resource = core.catalogue.get('events')!;
  const namespace = event.metadata.namespace ?? '';
  const request = { operation: 'CREATE', resource, subresource: '', namespace, object: event, by } as const;
  if (namespaceLifecycle.admit?.(request, core)?.ok === false) return;
  const tracked = core.fields.onCreate(resource, event, by);
  const metadata = fillMetadata(core, resource, namespace, tracked.metadata);
  store(core, resource, event, { ...event, metadata }, by);
};
