/** DELETE of resources. */
import { noSuchPath, type Answer, type KubeObject } from '../../kube/index.ts';
import type { ServedResource } from '../apiserver/index.ts';
import { negotiate } from './accept.ts';
import { authorOf, keyOf } from './author.ts';
import { readDeleteBody } from './delete-body.ts';
import { answerStatus, type ApiRequest, type ApiResponse } from './exchange.ts';
import { refuseListOptions } from './list-options-rules.ts';
import { listForm } from './object-forms.ts';
import { pageOf } from './page-of-list.ts';
import { answerObject, answerValue, contextOf, noMethod } from './read-verbs.ts';
import { readDeleteOptions, readListOptions } from './request-options.ts';
import type { ResourcePath } from './resource-path.ts';
import type { RestHost } from './rest-host.ts';

/** DELETE: of one object, or of a collection. */
export const answerDelete = (
  host: RestHost,
  request: ApiRequest,
  path: ResourcePath,
  served: ServedResource,
): ApiResponse => {
  const { described } = served;
  const { namespace, name, subresource } = path;
  if (subresource !== undefined) return answerStatus(noMethod());
  const body = readDeleteBody(request, host.simulator.version, name === undefined);
  if (!body.ok) return answerStatus(body.status);
  const options = readDeleteOptions(request.query, body.value);
  if (!options.ok) return answerStatus(options.status);
  const by = authorOf(request);
  if (name === undefined) {
    if (!described.verbs.includes('deletecollection')) return answerStatus(noMethod());
    if (described.namespaced && namespace === undefined) return answerStatus(noMethod());
    const listOptions = readListOptions(request.query, namespace);
    if (!listOptions.ok) return answerStatus(listOptions.status);
    const refusal = refuseListOptions(request.query, false, host.simulator.version);
    if (refusal !== undefined) return answerStatus(refusal);
    const page = pageOf(host, request, served, listOptions.value, '');
    if (!page.ok) return answerStatus(page.status);
    const { preconditions } = options.value;
    for (const { metadata } of page.value.items) {
      if (preconditions?.uid === undefined && preconditions?.resourceVersion === undefined) break;
      const asked = { dryRun: true, preconditions };
      const info = { ...by, dryRun: true };
      const tried = host.simulator.served.delete(
        keyOf(served),
        metadata.namespace,
        metadata.name,
        asked,
        info,
      );
      if (!tried.ok) return answerStatus(tried.status);
    }
    const accepted = negotiate(request.headers['accept'], request.query.get('pretty'));
    if (!accepted.ok) return answerStatus(accepted.status);
    const { dryRun } = options.value;
    const info = dryRun === true ? { ...by, dryRun } : by;
    const answer = host.simulator.served.deleteCollection(
      keyOf(served),
      { ...listOptions.value, ...options.value },
      info,
    ) as Answer<{ resourceVersion: string; items: readonly KubeObject[] }>;
    return answer.ok
      ? answerValue(
          accepted.value,
          200,
          listForm(contextOf(host, request, served, accepted.value), answer.value),
        )
      : answerStatus(answer.status);
  }
  if (described.namespaced && namespace === undefined) return answerStatus(noSuchPath());
  const answer = host.simulator.served.delete(keyOf(served), namespace, name, options.value, by);
  return answerObject(request, 200, answer);
};
