/** createApiServer: the verbs over one store. */
import {
  badRequest,
  methodNotSupported,
  noSuchPath,
  notFound,
  type Answer,
  type KubeObject,
  type Scale,
  type Status,
} from '../../kube/index.ts';
import type { ApiServer, ListFilter, RequestInfo } from './api-server.ts';
import { bindPod } from './bind.ts';
import { computedObjects } from './computed/index.ts';
import { createObject } from './create.ts';
import {
  getCustomScale,
  patchCustomScale,
  serveCustomResources,
  updateCustomScale,
} from './custom-resources/index.ts';
import { deleteObject } from './delete.ts';
import { evictPod } from './evict.ts';
import { appliedScale, applyObject, scaledManagers, withManagedFields } from './field-tracking/index.ts';
import { applyPatch, patchObject } from './patch.ts';
import type { Resource } from './resource-catalogue.ts';
import type { ResourceName } from './resource-types.ts';
import { noScale, scaleOf, withScale } from './scale.ts';
import { byKey, compileSelection, isSelected } from './selection.ts';
import { failed, ServerCore, type ApiHost } from './server-core.ts';
import { requestToken } from './token-request.ts';
import { updateObject } from './update.ts';

/** Subresources that show the object itself. */
const wholeObjects: ReadonlySet<string> = new Set(['status', 'approval', 'ephemeralcontainers', 'resize']);

const unavailable = (resource: Resource, verb: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: `the server is currently unable to handle the request (${verb} ${resource.name})`,
  reason: 'ServiceUnavailable',
  code: 503,
});

/** @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/customresource_handler.go serveResource */
const isTerminating = ({ groupResource }: Resource): Status => ({
  ...methodNotSupported(groupResource, 'create'),
  message: 'create not allowed while custom resource definition is terminating',
});

const isObject = (value: unknown): value is KubeObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export interface ApiServerParts {
  api: ApiServer;
  core: ServerCore;
}

export const createApiServer = (host: ApiHost): ApiServerParts => {
  const core = new ServerCore(host);
  serveCustomResources(core);

  /** The resource, when it is served and knows the verb. */
  const find = (name: ResourceName, verb: string): Answer<Resource> => {
    const resource = core.catalogue.get(name);
    if (resource === undefined) return failed(noSuchPath());
    if (resource.definition.isAggregated === true && !core.aggregated.has(resource.definition.group))
      return failed(noSuchPath());
    if (resource.definition.verbs?.includes(verb) === false)
      return failed(methodNotSupported(resource.groupResource, verb));
    return { ok: true, value: resource };
  };

  const list = (
    name: ResourceName,
    filter: ListFilter = {},
  ): Answer<{ resourceVersion: string; items: readonly KubeObject[] }> => {
    const found = find(name, 'list');
    if (!found.ok) return found;
    const resource = found.value;
    const { resourceVersion } = core.store;
    const compiled = compileSelection(resource, filter, host.version);
    if (!compiled.ok) return compiled;
    const selection = compiled.value;
    if (resource.definition.isAggregated === true) {
      const other = core.aggregated.get(resource.definition.group);
      if (other?.isAvailable() !== true) return failed(unavailable(resource, 'get'));
      const answer = other.list(name, filter);
      if (!answer.ok) return answer;
      return {
        ok: true,
        value: { resourceVersion: '', items: answer.value.filter((object) => isSelected(selection, object)) },
      };
    }
    let items = core.store.list(name, selection.namespace);
    if (resource.definition.computed !== undefined)
      items = [...items, ...computedObjects(core, resource)].sort(byKey);
    if (selection.nodeName !== undefined) items = [...core.store.podsOnNode(selection.nodeName)].sort(byKey);
    if (selection.name !== undefined || selection.matches !== undefined || selection.nodeName !== undefined) {
      items = items.filter((object) => isSelected(selection, object));
    }
    return { ok: true, value: { resourceVersion, items } };
  };

  const get = (name: ResourceName, namespace: string | undefined, objectName: string): Answer<KubeObject> => {
    const found = find(name, 'get');
    if (!found.ok) return found;
    const resource = found.value;
    if (resource.definition.isAggregated === true) {
      const other = core.aggregated.get(resource.definition.group);
      return other?.isAvailable() === true
        ? other.get(name, namespace, objectName)
        : failed(unavailable(resource, 'get'));
    }
    const object = core.get(resource, namespace, objectName);
    return object === undefined
      ? failed(notFound(resource.groupResource, objectName))
      : { ok: true, value: object };
  };

  const withSubresource = (
    name: ResourceName,
    verb: string,
    subresource: string | undefined,
    objectName: string,
  ): Answer<Resource> => {
    const found = find(name, verb);
    if (!found.ok || subresource === undefined || found.value.subresources.has(subresource)) return found;
    const { custom, groupResource } = found.value;
    return failed(custom === undefined ? noSuchPath() : notFound(groupResource, objectName));
  };

  const api = {
    get,
    list,

    create(name: ResourceName, namespace: string | undefined, object: unknown, by: RequestInfo) {
      const found = find(name, 'create');
      if (!found.ok) return found;
      if (!isObject(object))
        return failed(badRequest('the object provided is unrecognized (must be of type object)'));
      if (found.value.custom?.isTerminating === true) return failed(isTerminating(found.value));
      const sent = isObject(object.metadata) ? object : { ...(object as object), metadata: {} };
      const pods = core.catalogue.get('pods');
      if (name === 'bindings' && pods !== undefined)
        return bindPod(core, pods, namespace, String((sent as KubeObject).metadata.name ?? ''), sent, by);
      return createObject(core, found.value, namespace, sent as KubeObject, by);
    },

    update(name: ResourceName, object: KubeObject, by: RequestInfo & { subresource?: string }) {
      const found = withSubresource(name, 'update', by.subresource, object.metadata.name);
      if (!found.ok) return found;
      const { namespace, name: objectName } = object.metadata;
      if (by.subresource !== 'scale')
        return updateObject(core, found.value, namespace, objectName, object, by, 'update');
      if (found.value.custom !== undefined) return updateCustomScale(core, found.value, object as Scale, by);
      const current = core.get(found.value, namespace, objectName);
      if (current === undefined) return failed(noScale(found.value.groupResource, objectName));
      const answer = updateObject(
        core,
        found.value,
        namespace,
        objectName,
        withManagedFields(
          withScale(current, object as Scale),
          scaledManagers(core, found.value, current, object as Scale, by),
        ),
        { ...by, subresource: '', isApplied: true },
        'update',
      );
      return answer.ok ? { ok: true, value: scaleOf(answer.value) } : answer;
    },

    patch(...[name, namespace, objectName, type, patch, by]: Parameters<ApiServer['patch']>) {
      const found = withSubresource(name, 'patch', by.subresource, objectName);
      if (!found.ok) return found;
      if (type === 'apply-patch+yaml' && by.subresource !== 'scale')
        return applyObject(core, found.value, namespace, objectName, patch, by);
      if (by.subresource !== 'scale')
        return patchObject(core, found.value, namespace, objectName, type, patch, by);
      if (found.value.custom !== undefined)
        return patchCustomScale(core, found.value, namespace, objectName, type, patch, by);
      const current = core.get(found.value, namespace, objectName);
      if (current === undefined) return failed(noScale(found.value.groupResource, objectName));
      const patched: Answer<KubeObject> =
        type === 'apply-patch+yaml'
          ? appliedScale(core, found.value, current, patch, by)
          : applyPatch(type, scaleOf(current), patch);
      if (!patched.ok) return patched;
      const metadata = {
        ...patched.value.metadata,
        name: objectName,
        ...(namespace === undefined ? {} : { namespace }),
      };
      return api.update(name, { ...patched.value, metadata }, by);
    },

    delete(...[name, namespace, objectName, options, by]: Parameters<ApiServer['delete']>) {
      const found = find(name, 'delete');
      return found.ok ? deleteObject(core, found.value, namespace, objectName, options, by) : found;
    },

    deleteCollection(...[name, filter, options, by]: Parameters<ApiServer['deleteCollection']>) {
      const found = find(name, 'deletecollection');
      if (!found.ok) return found;
      const listed = list(name, filter);
      if (!listed.ok) return listed;
      for (const { metadata } of listed.value.items) {
        const answer = deleteObject(core, found.value, metadata.namespace, metadata.name, options, by);
        if (!answer.ok && answer.status.reason !== 'NotFound') return answer;
      }
      return listed;
    },

    getSubresource(
      ...[name, namespace, objectName, subresource]: Parameters<ApiServer['getSubresource']>
    ): Answer<unknown> {
      const found = withSubresource(name, 'get', subresource, objectName);
      if (!found.ok) return found;
      if (subresource === 'scale' && found.value.custom !== undefined)
        return getCustomScale(core, found.value, namespace, objectName);
      const object = get(name, namespace, objectName);
      if (!object.ok && subresource === 'scale' && object.status.reason === 'NotFound')
        return failed(noScale(found.value.groupResource, objectName));
      if (!object.ok || wholeObjects.has(subresource)) return object;
      if (subresource === 'scale') return { ok: true, value: scaleOf(object.value) };
      return failed(methodNotSupported(found.value.groupResource, 'get'));
    },

    post(...[name, namespace, objectName, subresource, body, by]: Parameters<ApiServer['post']>) {
      const found = withSubresource(name, 'get', subresource, objectName);
      if (!found.ok) return found;
      if (subresource === 'binding') return bindPod(core, found.value, namespace, objectName, body, by);
      if (subresource === 'eviction') return evictPod(core, found.value, namespace, objectName, body, by);
      if (subresource === 'token') return requestToken(core, found.value, namespace, objectName, body);
      return failed(methodNotSupported(found.value.groupResource, 'create'));
    },

    watch(...[name, filter, onEvent]: Parameters<ApiServer['watch']>): Answer<() => void> {
      const found = find(name, 'watch');
      if (!found.ok) return found;
      const compiled = compileSelection(found.value, filter, host.version);
      if (!compiled.ok) return compiled;
      if (filter.resourceVersion === undefined) {
        const listed = list(name, filter);
        if (!listed.ok) return listed;
        for (const object of listed.value.items) onEvent({ type: 'ADDED', object });
      }
      return {
        ok: true,
        value: core.hub.add(
          name,
          compiled.value,
          onEvent as (event: { type: string; object: KubeObject }) => void,
        ),
      };
    },

    aggregate(other: Parameters<ApiServer['aggregate']>[0]) {
      core.aggregated.set(other.group, other);
      return () => {
        core.aggregated.delete(other.group);
      };
    },

    lastResourceVersion: () => core.store.resourceVersion,

    lastChange(name: ResourceName, namespace: string | undefined, objectName: string) {
      return core.store.lastChange(name, namespace ?? '', objectName);
    },

    onChange: (onChange: Parameters<ApiServer['onChange']>[0]) => core.listen(onChange),

    catalogue: core.catalogue,
  };
  return { api: api as unknown as ApiServer, core };
};
