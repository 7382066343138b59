/** GET of resources: one object, a list, a watch, a subresource. */
import {
  unclassifiedError,
  goYaml,
  methodNotSupported,
  noSuchPath,
  type Answer,
  type KubeObject,
} from '../../kube/index.ts';
import type { ServedResource } from '../apiserver/index.ts';
import { negotiate, notAcceptable, type Accepted } from './accept.ts';
import { answerJson, answerStatus, answerText, type ApiRequest, type ApiResponse } from './exchange.ts';
import { answerLog } from './container-logs.ts';
import { storedEventSelector } from './event-fields.ts';
import { listText } from './encoded-objects.ts';
import { pageOf } from './page-of-list.ts';
import { isStatus, listForm, objectForm, partialForm, type FormContext } from './object-forms.ts';
import { refuseListOptions } from './list-options-rules.ts';
import { isSet, readListOptions } from './request-options.ts';
import { refuseTooLarge } from './resource-version.ts';
import type { ResourcePath } from './resource-path.ts';
import type { RestHost } from './rest-host.ts';
import { answerWatch } from './watch-stream.ts';

/** A value in the format that was agreed on. */
export const answerValue = (accepted: Accepted, status: number, value: unknown): ApiResponse => {
  if (accepted.format === 'yaml')
    return {
      status,
      headers: { 'cache-control': 'no-cache, private', 'content-type': 'application/yaml' },
      body: goYaml(JSON.parse(JSON.stringify(value))),
    };
  const response = answerJson(status, value);
  return accepted.isPretty ? { ...response, body: `${JSON.stringify(value, null, 2)}\n` } : response;
};

export const contextOf = (
  host: RestHost,
  request: ApiRequest,
  served: ServedResource,
  accepted: Accepted,
): FormContext => ({
  served,
  accepted,
  includeObject: request.query.get('includeObject') ?? 'Metadata',
  nowMs: host.simulator.nowMs(),
  version: host.simulator.version,
});

/** A stored object, or a Status of success, as the answer to a write. */
export const answerObject = (request: ApiRequest, status: number, answer: Answer<unknown>): ApiResponse => {
  if (!answer.ok) return answerStatus(answer.status);
  const accepted = negotiate(request.headers['accept'], request.query.get('pretty'));
  if (!accepted.ok) return answerStatus(accepted.status);
  const { value } = answer;
  if (isStatus(value)) return answerValue(accepted.value, value.code ?? status, value);
  const { form, metaVersion } = accepted.value;
  const shown = form === 'PartialObjectMetadata' ? partialForm(value as KubeObject, metaVersion) : value;
  return answerValue(accepted.value, status, shown);
};

const answerList = (
  host: RestHost,
  request: ApiRequest,
  path: ResourcePath,
  served: ServedResource,
  accepted: Accepted,
): ApiResponse => {
  const { name } = served.resource;
  const options = readListOptions(request.query, path.namespace);
  if (!options.ok) return answerStatus(options.status);
  const isWatch = path.isWatch || isSet(request.query, 'watch');
  const refusal = refuseListOptions(request.query, isWatch, host.simulator.version);
  if (refusal !== undefined) return answerStatus(refusal);
  const filter = { ...options.value };
  if (served.apiVersion.startsWith('events.k8s.io/') && filter.fieldSelector !== '') {
    const stored = storedEventSelector(filter.fieldSelector ?? '');
    if (!stored.ok) return answerStatus(stored.status);
    filter.fieldSelector = stored.value;
  }
  if (path.name !== undefined) filter.fieldSelector = `metadata.name=${path.name}`;
  const context = contextOf(host, request, served, accepted);
  if (isWatch) {
    const log = host.logs.get(name);
    if (log === undefined || !served.described.verbs.includes('watch'))
      return answerStatus(methodNotSupported(served.resource.groupResource, 'watch'));
    if (accepted.format === 'yaml') return answerStatus(notAcceptable('application/json;stream=watch'));
    const watch = answerWatch(host, log, context, filter, request.query);
    return watch.ok ? watch.value : answerStatus(watch.status);
  }
  const scope = `${path.namespace ?? ''} ${name} ${filter.labelSelector ?? ''} ${filter.fieldSelector ?? ''}`;
  const page = pageOf(host, request, served, filter, scope);
  if (!page.ok) return answerStatus(page.status);
  const { items, resourceVersion, continue: token, remainingItemCount } = page.value;
  const text = listText(served, accepted, items, { resourceVersion, continue: token, remainingItemCount });
  return text === undefined
    ? answerValue(accepted, 200, listForm(context, page.value))
    : { ...answerJson(200, null), body: text };
};

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewGenericServerResponse */
export const noMethod = () =>
  ({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'the server does not allow this method on the requested resource',
    reason: 'MethodNotAllowed',
    details: {},
    code: 405,
  }) as const;

export const answerGet = (
  host: RestHost,
  request: ApiRequest,
  path: ResourcePath,
  served: ServedResource,
): ApiResponse => {
  const { described, resource } = served;
  const { namespace, name, subresource } = path;
  if (subresource === 'log') return answerLog(host, request, path);
  const accepted = negotiate(request.headers['accept'], request.query.get('pretty'));
  if (!accepted.ok) return answerStatus(accepted.status);
  if (name === undefined || path.isWatch || isSet(request.query, 'watch'))
    return answerList(host, request, path, served, accepted.value);
  if (described.namespaced && namespace === undefined) return answerStatus(noSuchPath());
  if (subresource === undefined) {
    const refusal =
      resource.definition.isAggregated === true
        ? undefined
        : refuseTooLarge(
            request.query.get('resourceVersion') ?? '',
            Number(host.simulator.api.lastResourceVersion()),
          );
    if (refusal !== undefined) return answerStatus(refusal);
    const answer = host.simulator.api.get(resource.name, namespace, name);
    // @source k8s 1.20 pkg/registry/core/componentstatus/rest.go Get
    if (!answer.ok && resource.name === 'componentstatuses')
      return answerStatus(unclassifiedError(`Component not found: ${name}`));
    return answer.ok
      ? answerValue(
          accepted.value,
          200,
          objectForm(contextOf(host, request, served, accepted.value), answer.value),
        )
      : answerStatus(answer.status);
  }
  if (['exec', 'attach', 'portforward'].includes(subresource))
    return answerText(400, 'Upgrade request required');
  const key = { group: described.group, version: described.version, name: described.name };
  const answer = host.simulator.served.get(key, namespace, name, subresource);
  return answerObject(request, 200, answer);
};
