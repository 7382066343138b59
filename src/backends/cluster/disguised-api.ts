/** A KubeApi that shows a scenario its own namespace as the lab's, hides those of others, and labels what it creates. */
import { ApiError, forbidden, lastToldMs, notFound } from '../../kube/index.ts';
import type {
  Event,
  Impersonation,
  KubeApi,
  KubeObject,
  ListOptions,
  ResourceKey,
  Table,
} from '../../kube/index.ts';
import { isMissing } from './is-missing.ts';
import type { LabNames } from './lab-names.ts';

/** Carried by everything that labproof creates on a cluster; its value tells the run. */
export const runLabel = 'labproof.dev/run';

export interface DisguiseOptions {
  names: LabNames;
  run: string;
  /** Whether nodes may be written and pods of other namespaces evicted. */
  allowsDisruption: boolean;
  /** Asks as labproof itself where the scenario asks as somebody else, who may see the lab's namespace only. */
  itself?: KubeApi;
  /** The cluster's time, milliseconds since the Unix epoch. */
  now(): number;
}

const isNodes = ({ group, name }: ResourceKey): boolean => group === '' && name === 'nodes';
/** Questions that are asked by creating an object: it is not kept, and bears nothing but the question. */
const isReview = ({ group }: ResourceKey): boolean =>
  group === 'authorization.k8s.io' || group === 'authentication.k8s.io';
const isNamespaces = ({ group, name }: ResourceKey): boolean => group === '' && name === 'namespaces';

/** What every namespace "default" has, and a fresh one has not. */
const isTheApiItself = ({ metadata, apiVersion, kind }: KubeObject): boolean =>
  (metadata.name === 'kubernetes' && (kind === 'Service' || kind === 'Endpoints')) ||
  (kind === 'EndpointSlice' && apiVersion.startsWith('discovery.') && metadata.name === 'kubernetes');

/** Events about nodes are kept in the namespace "default", whatever the scenario's own is called. */
const isAboutCluster = (object: KubeObject, sinceMs: number): boolean => {
  if (object.kind !== 'Event') return false;
  const event = object as unknown as Event;
  return event.involvedObject?.namespace === undefined && lastToldMs(event) >= sinceMs - 1000;
};

const apiItself = new Set(['services', 'endpoints', 'endpointslices']);

/** Accounts and their groups bear the name of their namespace. */
const realActor = (who: Impersonation, names: LabNames): Impersonation => {
  const real = (name: string): string =>
    name.replace(
      /^(system:serviceaccounts?:)([^:]+)/,
      (_all, prefix: string, namespace: string) => prefix + names.realNamespace(namespace),
    );
  return {
    ...who,
    user: real(who.user),
    ...(who.groups === undefined ? {} : { groups: who.groups.map(real) }),
  };
};

export const disguiseApi = (api: KubeApi, options: DisguiseOptions): KubeApi => {
  const { names, run, allowsDisruption, now, itself = api } = options;
  const { lab, real } = names.namespace;
  const sinceMs = now();

  const show = <T>(value: T): T => {
    const shown = names.toLab(value) as { metadata?: { labels?: Record<string, string> } };
    if (shown?.metadata?.labels?.[runLabel] === undefined) return shown as T;
    const metadata = { ...shown.metadata };
    const labels = Object.entries(metadata.labels!).filter(([name]) => name !== runLabel);
    if (labels.length === 0) delete metadata.labels;
    else metadata.labels = Object.fromEntries(labels);
    return { ...shown, metadata } as T;
  };
  /** What stands in the place of the scenario's own is hidden. */
  const isShown = (resource: ResourceKey, { metadata, ...object }: KubeObject): boolean => {
    if (isNamespaces(resource)) {
      if (metadata.name === real) return true;
      const maker = metadata.labels?.[runLabel];
      return metadata.name !== lab && (maker === undefined || maker === run);
    }
    const { namespace } = metadata;
    if (namespace === lab) {
      const whole = { ...object, metadata } as KubeObject;
      return isTheApiItself(whole) || isAboutCluster(whole, sinceMs);
    }
    return true;
  };
  const label = (resource: ResourceKey, object: unknown): unknown => {
    if (isNodes(resource) || isReview(resource)) return object;
    const { metadata } = object as { metadata?: { labels?: Record<string, string> } };
    return {
      ...(object as object),
      metadata: { ...metadata, labels: { ...metadata?.labels, [runLabel]: run } },
    };
  };
  const realName = (resource: ResourceKey, name: string): string =>
    isNodes(resource) ? names.realNode(name) : isNamespaces(resource) ? names.realNamespace(name) : name;
  const realOptions = <T extends ListOptions>(options: T): T => ({
    ...options,
    ...(options.namespace === undefined ? {} : { namespace: names.realNamespace(options.namespace) }),
    ...(options.fieldSelector === undefined
      ? {}
      : { fieldSelector: names.realFieldSelector(options.fieldSelector) }),
  });
  /** Namespaces that the scenario has made itself. */
  const own = new Set([lab]);
  const guard = (resource: ResourceKey, namespace: string | undefined, name: string): void => {
    if (allowsDisruption) return;
    const why = isNodes(resource)
      ? 'labproof writes to nodes only with --allow-disruption'
      : namespace !== undefined && !own.has(namespace)
        ? `labproof writes to the namespace ${namespace}, which is not of the scenario, only with --allow-disruption`
        : undefined;
    if (why !== undefined)
      throw new ApiError(forbidden({ group: resource.group, resource: resource.name }, name, why));
  };
  const answer = async <T>(promise: Promise<T>): Promise<T> => {
    try {
      return show(await promise);
    } catch (error) {
      throw error instanceof ApiError ? new ApiError(names.toLab(error.status)) : error;
    }
  };
  /** Asks where an object is: a fresh namespace lacks the API's own service, which "default" has; who may see the one may see the other. */
  const askAt = async <T>(
    resource: ResourceKey,
    namespace: string | undefined,
    name: string | undefined,
    ask: (api: KubeApi, namespace: string | undefined) => Promise<T>,
  ): Promise<T> => {
    const isTheApi = namespace === lab && name === 'kubernetes' && apiItself.has(resource.name);
    if (!isTheApi) return ask(api, names.realNamespace(namespace));
    try {
      if (itself !== api) return await ask(api, real);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    return ask(itself, lab);
  };
  /** What of the real namespace "default" belongs to a list of the lab's. */
  const more = (resource: ResourceKey, options: ListOptions): ListOptions | undefined => {
    if (options.namespace !== lab) return undefined;
    const only = apiItself.has(resource.name)
      ? 'metadata.name=kubernetes'
      : resource.name === 'events' && resource.group === ''
        ? 'involvedObject.kind=Node'
        : undefined;
    if (only === undefined) return undefined;
    const given = options.fieldSelector === undefined ? [] : [names.realFieldSelector(options.fieldSelector)];
    return { ...options, namespace: lab, fieldSelector: [...given, only].join(',') };
  };

  return {
    ...(api.as === undefined
      ? {}
      : { as: (who) => disguiseApi(api.as!(realActor(who, names)), { ...options, itself }) }),
    resources: () => api.resources(),
    get: (resource, namespace, name, subresource) =>
      answer(
        askAt(resource, namespace, name, (asked, at) =>
          asked.get(resource, at, realName(resource, name), subresource),
        ),
      ),
    list: async (resource, options = {}) => {
      const list = await answer(
        api.list(resource, realOptions(options)).then((raw) => ({
          ...raw,
          items: raw.items.filter((item) => isShown(resource, item)),
        })),
      );
      const items = list.items.map(show);
      const others = more(resource, options);
      if (others !== undefined) {
        const found = (await itself.list(resource, others)).items;
        items.push(...found.filter((item) => isShown(resource, item)).map(show));
      }
      // The cluster's order is that of the real names.
      return { ...list, items: items.sort(byPlace) };
    },
    table: async (resource, options) => {
      const raw = await answer(
        askAt(resource, options.namespace, options.name, (asked, at) =>
          asked.table(resource, {
            ...realOptions(options),
            ...(options.name === undefined ? {} : { name: realName(resource, options.name) }),
            ...(at === undefined ? {} : { namespace: at }),
          }),
        ).then((table) => ({
          ...table,
          rows: table.rows.filter(({ object }) => options.name !== undefined || isShown(resource, object)),
        })),
      );
      const rows = raw.rows.map((row) => ({ ...row, object: show(row.object) }));
      const others = options.name === undefined ? more(resource, options) : undefined;
      if (others !== undefined) {
        const found = (await itself.table(resource, others)).rows;
        rows.push(...found.filter(({ object }) => isShown(resource, object)).map(show));
      }
      return { ...raw, rows: rows.sort((a, b) => byPlace(a.object, b.object)) } satisfies Table;
    },
    create: async (resource, namespace, object, options) => {
      guard(resource, namespace, '');
      const created = await answer(
        api.create(resource, names.realNamespace(namespace), label(resource, names.toReal(object)), options),
      );
      if (isNamespaces(resource)) own.add(created.metadata.name);
      return created;
    },
    createSubresource: async (resource, namespace, name, subresource, body) => {
      guard(resource, namespace, name);
      return answer(
        api.createSubresource(
          resource,
          names.realNamespace(namespace),
          realName(resource, name),
          subresource,
          names.toReal(body),
        ),
      );
    },
    update: async (resource, namespace, object, options) => {
      guard(resource, namespace, object.metadata.name);
      const sent = names.toReal(object);
      const named = { ...sent, metadata: { ...sent.metadata, name: realName(resource, sent.metadata.name) } };
      return answer(
        api.update(resource, names.realNamespace(namespace), label(resource, named) as KubeObject, options),
      );
    },
    patch: async (resource, namespace, name, type, patch, options) => {
      guard(resource, namespace, name);
      const sent = names.toReal(patch);
      // An apply creates what is not there.
      const whole = type === 'apply-patch+yaml' ? label(resource, sent) : sent;
      return answer(
        api.patch(resource, names.realNamespace(namespace), realName(resource, name), type, whole, options),
      );
    },
    delete: async (resource, namespace, name, options) => {
      guard(resource, namespace, name);
      if (isNamespaces(resource) && name === lab)
        throw new ApiError(
          forbidden({ group: '', resource: 'namespaces' }, name, 'this namespace may not be deleted'),
        );
      return answer(api.delete(resource, names.realNamespace(namespace), realName(resource, name), options));
    },
    deleteCollection: async (resource, options) => {
      guard(resource, options.namespace, '');
      if (options.namespace !== lab)
        throw new ApiError(notFound({ group: resource.group, resource: resource.name }, ''));
      return answer(api.deleteCollection(resource, realOptions(options)));
    },
    watch: (resource, options, onEvent) =>
      api.watch(resource, realOptions(options), ({ type, object }) => {
        if (type === 'BOOKMARK') onEvent({ type, object });
        else if (isShown(resource, object)) onEvent({ type, object: show(object) });
      }),
    log: (namespace, pod, options) => answer(api.log(names.realNamespace(namespace), pod, options)),
  };
};

/** By namespace, then by name, as the API server lists. */
const byPlace = ({ metadata: a }: KubeObject, { metadata: b }: KubeObject): number => {
  const [left, right] = [`${a.namespace ?? ''}/${a.name}`, `${b.namespace ?? ''}/${b.name}`];
  return left < right ? -1 : left > right ? 1 : 0;
};
