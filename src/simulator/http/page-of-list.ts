/** The page of a list that a request asks for: the latest, one of a moment, or one that goes on. */
import type { Answer, ListOptions, Status } from '../../kube/index.ts';
import { byKey, compileSelection, isSelected, type ServedResource } from '../apiserver/index.ts';
import type { ApiRequest } from './exchange.ts';
import type { Listed, Page } from './list-pages.ts';
import { exactVersion, refuseTooLarge } from './resource-version.ts';
import type { RestHost } from './rest-host.ts';

/** @source k8s 1.20 apiserver/pkg/storage/etcd3/errors.go interpretListError */
const listExpired: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'The resourceVersion for the provided list is too old.',
  reason: 'Expired',
  code: 410,
};

/** @source k8s 1.20 apiserver/pkg/storage/cacher/cacher.go GetList: what needs the store itself, and what the cache answers */
export const pageOf = (
  { simulator, logs, pages }: RestHost,
  request: ApiRequest,
  { resource }: ServedResource,
  filter: ListOptions,
  scope: string,
): Answer<Page> => {
  const { api, version } = simulator;
  const resourceVersion = request.query.get('resourceVersion') ?? '';
  const now = Number(api.lastResourceVersion());
  const list = (): Answer<Listed> => api.list(resource.name, filter);
  const listAt = (at: number): Answer<Listed> | undefined => {
    if (at === now) return list();
    const compiled = compileSelection(resource, filter, version);
    if (!compiled.ok) return compiled;
    const then = logs.get(resource.name)?.objectsAt(at);
    if (then === undefined) return undefined;
    const items = then.filter((object) => isSelected(compiled.value, object)).sort(byKey);
    return { ok: true, value: { resourceVersion: String(at), items } };
  };
  const whole = (): Answer<Listed> => {
    const isExact =
      request.query.get('resourceVersionMatch') === 'Exact' ||
      (filter.limit !== undefined && request.query.get('resourceVersionMatch') !== 'NotOlderThan');
    if (isExact) {
      const exact = exactVersion(resourceVersion, now, version);
      if (!exact.ok) return exact;
      if (exact.value === undefined) return list();
      return listAt(exact.value) ?? { ok: false, status: listExpired };
    }
    const refusal = refuseTooLarge(resourceVersion, now);
    return refusal === undefined ? list() : { ok: false, status: refusal };
  };
  const { namespace } = filter;
  return pages.page({ scope, namespace, options: filter, resourceVersion, version, list: whole, listAt });
};
