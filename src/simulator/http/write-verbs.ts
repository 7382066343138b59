/** POST, PUT and PATCH of resources. */
import {
  badRequest,
  invalid,
  noSuchPath,
  type KubeObject,
  type PatchType,
  type Status,
} from '../../kube/index.ts';
import { decodeObject, type ServedResource } from '../apiserver/index.ts';
import { authorOf, keyOf } from './author.ts';
import { refuseBodyKind } from './body-kind.ts';
import { answerStatus, type ApiRequest, type ApiResponse } from './exchange.ts';
import { checkFields, checkPatchFields } from './field-validation.ts';
import { answerObject, noMethod } from './read-verbs.ts';
import { podSecurityWarnings } from './pod-security-warnings.ts';
import { patchMediaType, readObject, readPatch, summary, unsupportedMediaType } from './request-body.ts';
import { isSet, readWriteOptions } from './request-options.ts';
import type { ResourcePath } from './resource-path.ts';
import type { RestHost } from './rest-host.ts';
import { readSubresourceBody } from './subresource-body.ts';
import { warningsOf } from './warnings/index.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is said of an object that was written, beside what its fields give cause for. */
const writeWarnings = (host: RestHost, written: KubeObject, old: KubeObject | undefined): string[] => [
  ...warningsOf(written, old, host.simulator.version),
  ...podSecurityWarnings(host, written, old),
];

const withWarnings = (response: ApiResponse, warnings: readonly string[]): ApiResponse => {
  if (warnings.length === 0) return response;
  const lines = warnings.map((warning) => `299 - ${JSON.stringify(warning)}`);
  const already = response.headers['warning'] ?? [];
  response.headers['warning'] = [...(Array.isArray(already) ? already : [already]), ...lines];
  return response;
};

/** The refusal of metadata that is none, before its names are looked at. */
const refuseMetadata = (
  body: Record<string, unknown>,
  served: ServedResource,
  host: RestHost,
): Status | undefined => {
  const { metadata } = body;
  if (served.resource.custom !== undefined || metadata === undefined || metadata === null) return undefined;
  const { apiVersion, described } = served;
  const decoded = decodeObject(
    { apiVersion, kind: described.kind, metadata } as unknown as KubeObject,
    host.simulator.version,
  );
  return decoded.ok ? undefined : decoded.status;
};

/** POST: a new object of a collection, or an action on an object. */
export const answerPost = (
  host: RestHost,
  request: ApiRequest,
  path: ResourcePath,
  served: ServedResource,
): ApiResponse => {
  const { described } = served;
  const { namespace, name, subresource } = path;
  const by = authorOf(request);
  const options = readWriteOptions(request.query, 'CreateOptions');
  if (!options.ok) return answerStatus(options.status);
  if (name !== undefined) {
    if (subresource === undefined) return answerStatus(noMethod());
    const body = readSubresourceBody(request, subresource, served, host.simulator.version);
    if (!body.ok) return answerStatus(body.status);
    const info = { ...by, ...options.value };
    const answer = host.simulator.served.createSubresource(
      keyOf(served),
      namespace,
      name,
      subresource,
      body.value,
      info,
    );
    return answerObject(request, 201, answer);
  }
  const body = readObject(request, described.kind, host.simulator.version.minor);
  if (!body.ok) return answerStatus(body.status);
  const refusal = refuseBodyKind(body.value, served, host.simulator.version.minor, summary(request.body));
  if (refusal !== undefined) return answerStatus(refusal);
  const undecoded = refuseMetadata(body.value as Record<string, unknown>, served, host);
  if (undecoded !== undefined) return answerStatus(undecoded);
  const checked = checkFields(request, body.value, served, host.simulator.version);
  if (!checked.ok) return answerStatus(checked.status);
  if (described.namespaced && namespace === undefined) return answerStatus(noMethod());
  const answer = host.simulator.served.create(keyOf(served), namespace, body.value, by, options.value);
  const warned = answer.ok ? writeWarnings(host, answer.value, undefined) : [];
  return withWarnings(answerObject(request, 201, answer), [...checked.value, ...warned]);
};

const printed = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/rest.go checkName */
const checkName = (body: Record<string, unknown>, path: ResourcePath): Status | undefined => {
  const metadata = isObject(body['metadata']) ? body['metadata'] : {};
  const { name = '', namespace = '' } = metadata;
  if (name === '')
    return badRequest(
      `the name of the object (${path.name ?? ''} based on URL) was undeterminable: name must be provided`,
    );
  if (name !== path.name)
    return badRequest(
      `the name of the object (${printed(name)}) does not match the name on the URL (${path.name ?? ''})`,
    );
  if (namespace !== '' && path.namespace !== undefined && namespace !== path.namespace)
    return badRequest(
      `the namespace of the object (${printed(namespace)}) does not match the namespace on the request (${path.namespace})`,
    );
  return undefined;
};

/** PUT. */
export const answerPut = (
  host: RestHost,
  request: ApiRequest,
  path: ResourcePath,
  served: ServedResource,
): ApiResponse => {
  const { described } = served;
  const { namespace, name, subresource } = path;
  if (name === undefined) return answerStatus(noMethod());
  if (described.namespaced && namespace === undefined) return answerStatus(noSuchPath());
  const options = readWriteOptions(request.query, 'UpdateOptions');
  if (!options.ok) return answerStatus(options.status);
  const body =
    subresource === 'scale'
      ? readSubresourceBody(request, subresource, served, host.simulator.version)
      : readObject(request, described.kind, host.simulator.version.minor);
  if (!body.ok) return answerStatus(body.status);
  const object = body.value as Record<string, unknown>;
  if (subresource !== 'scale') {
    const { minor } = host.simulator.version;
    const refusal = refuseBodyKind(object, served, minor, summary(request.body));
    if (refusal !== undefined) return answerStatus(refusal);
    const undecoded = refuseMetadata(object, served, host);
    if (undecoded !== undefined) return answerStatus(undecoded);
  }
  const misnamed = checkName(object, path);
  if (misnamed !== undefined) return answerStatus(misnamed);
  const checked =
    subresource === undefined
      ? checkFields(request, object, served, host.simulator.version, 'UpdateOptions')
      : undefined;
  if (checked?.ok === false) return answerStatus(checked.status);
  const old = host.simulator.api.get(served.resource.name, namespace, name);
  const answer = host.simulator.served.update(
    keyOf(served),
    namespace,
    object as unknown as KubeObject,
    authorOf(request),
    { ...options.value, ...(subresource === undefined ? {} : { subresource }) },
  );
  const code = old.ok || !answer.ok ? 200 : 201;
  const warned =
    answer.ok && subresource === undefined
      ? writeWarnings(host, answer.value, old.ok ? old.value : undefined)
      : [];
  return withWarnings(answerObject(request, code, answer), [
    ...(checked?.ok === true ? checked.value : []),
    ...warned,
  ]);
};

const patchTypes: readonly PatchType[] = [
  'json-patch+json',
  'merge-patch+json',
  'strategic-merge-patch+json',
  'apply-patch+yaml',
];

/** The router's own refusal. @source github.com/emicklei/go-restful jsr311.go detectRoute */
const unsupportedPatch: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: '415: Unsupported Media Type',
  reason: 'UnsupportedMediaType',
  details: {},
  code: 415,
};

/** PATCH. */
export const answerPatch = (
  host: RestHost,
  request: ApiRequest,
  path: ResourcePath,
  served: ServedResource,
): ApiResponse => {
  const { described } = served;
  const { namespace, name, subresource } = path;
  if (name === undefined) return answerStatus(noMethod());
  if (described.namespaced && namespace === undefined) return answerStatus(noSuchPath());
  const mediaType = patchMediaType(request);
  const type = patchTypes.find((known) => mediaType === `application/${known}`);
  if (type === undefined) {
    return answerStatus(
      served.resource.custom === undefined
        ? unsupportedPatch
        : unsupportedMediaType(patchTypes.map((known) => `application/${known}`)),
    );
  }
  const options = readWriteOptions(request.query, 'PatchOptions');
  if (!options.ok) return answerStatus(options.status);
  const isApply = type === 'apply-patch+yaml';
  const force = request.query.get('force');
  if (!isApply && force !== null) {
    const message = 'Forbidden: may not be specified for non-apply patch';
    return answerStatus(
      invalid('meta.k8s.io', 'PatchOptions', '', [
        { reason: 'FieldValueForbidden', field: 'force', message },
      ]),
    );
  }
  if (isApply && options.value.fieldManager === undefined) {
    const message = 'Required value: is required for apply patch';
    return answerStatus(
      invalid('meta.k8s.io', 'PatchOptions', '', [
        { reason: 'FieldValueRequired', field: 'fieldManager', message },
      ]),
    );
  }
  const old = host.simulator.api.get(served.resource.name, namespace, name);
  const body = readPatch(request, type);
  if (!body.ok) return answerStatus(isApply || old.ok ? body.status : old.status);
  const isMerge = subresource === undefined && type !== 'json-patch+json';
  const checked = isMerge
    ? checkPatchFields(request, body.value, served, host.simulator.version)
    : ({ ok: true, value: [] } as const);
  if (!checked.ok) return answerStatus(checked.status);
  const isNew = isApply && !old.ok;
  const answer = host.simulator.served.patch(
    keyOf(served),
    namespace,
    name,
    type,
    body.value,
    authorOf(request),
    {
      ...options.value,
      ...(subresource === undefined ? {} : { subresource }),
      ...(isSet(request.query, 'force') ? { force: true } : {}),
    },
  );
  const warned =
    answer.ok && subresource === undefined
      ? writeWarnings(host, answer.value, old.ok ? old.value : undefined)
      : [];
  return withWarnings(answerObject(request, isNew && answer.ok ? 201 : 200, answer), [
    ...checked.value,
    ...warned,
  ]);
};
