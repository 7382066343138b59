/** The verb create. @source k8s 1.20 apiserver/pkg/endpoints/handlers/create.go, registry/generic/registry/store.go Create, registry/rest/create.go BeforeCreate */
import {
  alreadyExists,
  badRequest,
  invalid,
  type Answer,
  type KubeObject,
  type ObjectMeta,
  type Status,
} from '../../kube/index.ts';
import { admit } from './admission/index.ts';
import type { RequestInfo } from './api-server.ts';
import { buildMetadata, type SystemMetadata } from './build-metadata.ts';
import { decodeObject } from './decode.ts';
import { generateName, newUid } from './identity.ts';
import { objectRules } from './object-rules.ts';
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

export const createObject = (
  core: ServerCore,
  resource: Resource,
  requested: string | undefined,
  sent: KubeObject,
  by: RequestInfo,
): Answer<KubeObject> => {
  const { definition, groupResource } = resource;
  const agreed = agreeOnNamespace(resource, requested, sent.metadata.namespace);
  if (!agreed.ok) return agreed;
  const namespace = agreed.value;
  const decoded = decodeObject(
    { ...sent, apiVersion: resource.apiVersion, kind: definition.kind },
    core.host.version,
  );
  if (!decoded.ok) return decoded;

  const admitted = admit(core, {
    operation: 'CREATE',
    resource,
    subresource: '',
    namespace,
    object: decoded.value,
    by,
  });
  if (!admitted.ok) return admitted;
  if ((sent.metadata.resourceVersion ?? '') !== '') return failed(versionOnCreate);

  const filled = {
    ...admitted.value,
    metadata: fillMetadata(core, resource, namespace, admitted.value.metadata),
  };
  const object = objectRules.prepareForCreate(resource, filled);
  const name = object.metadata.name ?? '';
  const causes = objectRules.validateCreate(resource, object);
  if (causes.length > 0) return failed(invalid(definition.group, definition.kind, name, causes));

  if (core.get(resource, namespace, name) !== undefined) {
    const status = alreadyExists(groupResource, name);
    if ((sent.metadata.name ?? '') !== '') return failed(status);
    return failed({
      ...status,
      message: `${status.message}, the server was not able to generate a unique name for the object`,
    });
  }
  const reserved = reserveService(core, resource, object, undefined, by.dryRun === true);
  if (!reserved.ok) return reserved;
  if (by.dryRun === true) return reserved;
  return { ok: true, value: core.commit('ADDED', resource, reserved.value, undefined, by, 'create') };
};
