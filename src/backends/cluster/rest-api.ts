/** KubeApi over HTTP: paths, queries and bodies as the API server wants them. */
import type {
  Impersonation,
  KubeApi,
  KubeList,
  KubeObject,
  ListOptions,
  ResourceKey,
  WriteOptions,
} from '../../kube/index.ts';
import type { ApiTransport } from './api-transport.ts';
import { DiscoveryCache } from './discovery-cache.ts';
import { discover } from './discover.ts';
import { WatchLoop } from './watch-loop.ts';

type Query = Record<string, string | undefined>;

const tableAccept =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

/** "/apis/apps/v1/namespaces/default/deployments/web/scale". */
export const resourcePath = (
  { group, version, name: plural }: ResourceKey,
  namespace: string | undefined,
  name?: string,
  subresource?: string,
): string =>
  [
    group === '' ? `/api/${version}` : `/apis/${group}/${version}`,
    ...(namespace === undefined ? [] : ['namespaces', encodeURIComponent(namespace)]),
    plural,
    ...(name === undefined ? [] : [encodeURIComponent(name)]),
    ...(subresource === undefined ? [] : [subresource]),
  ].join('/');

const withQuery = (path: string, query: Query): string => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
};

const listQuery = ({ labelSelector, fieldSelector, limit, continue: token }: ListOptions): Query => ({
  labelSelector: labelSelector === '' ? undefined : labelSelector,
  fieldSelector: fieldSelector === '' ? undefined : fieldSelector,
  limit: limit === undefined ? undefined : String(limit),
  continue: token,
});

const writeQuery = ({ dryRun, fieldManager }: WriteOptions = {}): Query => ({
  dryRun: dryRun === true ? 'All' : undefined,
  fieldManager,
});

/** The items of a list leave out what they are; everything above expects it. */
const withKinds = (list: KubeList): KubeList => {
  const kind = list.kind.replace(/List$/, '');
  return {
    ...list,
    items: (list.items ?? []).map((item) => ({ ...item, apiVersion: list.apiVersion, kind })),
  };
};

export interface RestApiOptions {
  /** Called after every event of every watch. */
  onChange(): void;
  /** Whom the API is asked as. */
  as?: Impersonation;
  /** Shared by all who ask this API. */
  discovery?: DiscoveryCache;
}

/** A KubeApi and the closing of all its watches. */
export interface RestApi extends KubeApi {
  close(): void;
}

export const createRestApi = (
  transport: ApiTransport,
  { onChange, as, discovery = new DiscoveryCache(() => discover(transport)) }: RestApiOptions,
): RestApi => {
  const others = new Set<RestApi>();
  const loops = new Set<WatchLoop>();
  const wrote = <T>(resource: ResourceKey, answer: Promise<T>): Promise<T> =>
    answer.finally(() => {
      discovery.noteWrite(resource);
    });
  const send = <T>(method: string, path: string, body?: unknown, contentType?: string): Promise<T> =>
    transport.json<T>({
      method,
      path,
      as,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(contentType === undefined ? {} : { contentType }),
    });
  const deleteBody = (options: Parameters<KubeApi['delete']>[3] = {}): unknown => ({
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    gracePeriodSeconds: options.gracePeriodSeconds,
    propagationPolicy: options.propagationPolicy,
    preconditions: options.preconditions,
    dryRun: options.dryRun === true ? ['All'] : undefined,
  });
  return {
    resources: () => discovery.resources(),
    get: (resource, namespace, name, subresource) =>
      send('GET', resourcePath(resource, namespace, name, subresource)),
    list: async (resource, options = {}) =>
      withKinds(await send('GET', withQuery(resourcePath(resource, options.namespace), listQuery(options)))),
    table: (resource, options) =>
      transport.json({
        method: 'GET',
        as,
        path: withQuery(resourcePath(resource, options.namespace, options.name), {
          ...listQuery(options),
          includeObject: 'Object',
        }),
        accept: tableAccept,
      }),
    create: (resource, namespace, object, options) =>
      wrote(
        resource,
        send('POST', withQuery(resourcePath(resource, namespace), writeQuery(options)), object),
      ),
    createSubresource: (resource, namespace, name, subresource, body) =>
      send('POST', resourcePath(resource, namespace, name, subresource), body),
    update: (resource, namespace, object, options = {}) =>
      wrote(
        resource,
        send(
          'PUT',
          withQuery(
            resourcePath(resource, namespace, object.metadata.name, options.subresource),
            writeQuery(options),
          ),
          object,
        ),
      ),
    patch: (resource, namespace, name, type, patch, options = {}) =>
      wrote(
        resource,
        send<KubeObject>(
          'PATCH',
          withQuery(resourcePath(resource, namespace, name, options.subresource), {
            ...writeQuery(options),
            force: options.force === true ? 'true' : undefined,
          }),
          patch,
          `application/${type}`,
        ),
      ),
    delete: (resource, namespace, name, options) =>
      wrote(resource, send('DELETE', resourcePath(resource, namespace, name), deleteBody(options))),
    deleteCollection: (resource, options) =>
      send(
        'DELETE',
        withQuery(resourcePath(resource, options.namespace), listQuery(options)),
        deleteBody(options),
      ),
    watch: async (resource, options, onEvent) => {
      const loop = new WatchLoop(transport, {
        path: withQuery(resourcePath(resource, options.namespace), listQuery(options)),
        resourceVersion: options.resourceVersion,
        as,
        onEvent: (event) => {
          onEvent(event);
          onChange();
        },
      });
      loops.add(loop);
      await loop.start();
      return () => {
        loop.stop();
        loops.delete(loop);
      };
    },
    log: (namespace, pod, options) =>
      transport.text({
        method: 'GET',
        as,
        path: withQuery(
          `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`,
          {
            container: options.container,
            previous: options.previous === true ? 'true' : undefined,
            tailLines: options.tailLines === undefined ? undefined : String(options.tailLines),
            sinceSeconds: options.sinceSeconds === undefined ? undefined : String(options.sinceSeconds),
            timestamps: options.timestamps === true ? 'true' : undefined,
          },
        ),
        accept: '*/*',
      }),
    as: (who) => {
      const other = createRestApi(transport, { onChange, as: who, discovery });
      others.add(other);
      return other;
    },
    close() {
      for (const other of others) other.close();
      for (const loop of loops) loop.stop();
      loops.clear();
    },
  };
};
