/** The mutants that every scenario is played on, beside those in which one of its steps is left out. */
import type { ApiResource, DeleteOptions, KubeApi, KubeObject, ResourceKey } from '../../kube/index.ts';
import { freezableComponents } from '../../simulator/index.ts';
import { altered, answering, misbehaving } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const otherImage = 'httpd:2.4.46';

const nothing = { exitCode: 0, stdout: '', stderr: '' };

export const mutants: readonly Mutant[] = [
  altered('one replica too many', (key, member) =>
    /replicas$/i.test(key) && typeof member === 'number' ? member + 1 : member,
  ),
  altered('one replica too few', (key, member) =>
    /replicas$/i.test(key) && typeof member === 'number' ? Math.max(0, member - 1) : member,
  ),
  altered('another image', (key, member) => (key === 'image' ? otherImage : member)),
  altered('no schedulable mark', (key, member) => (key === 'unschedulable' ? !(member === true) : member)),
  misbehaving('updates replace all pods at once', (api) => ({
    create: (resource, namespace, object, options) =>
      api.create(resource, namespace, recreating(object), options),
  })),
  misbehaving('deleting does nothing', (api) => ({
    delete: (resource, namespace, name) => api.get(resource, namespace, name),
    deleteCollection: (resource, options) => api.list(resource, options),
  })),
  misbehaving('deleting a pod takes another one along', (api) => ({
    delete: async (resource, namespace, name, options) => {
      const answer = await api.delete(resource, namespace, name, options);
      if (resource.name === 'pods') await loseOne(api, resource, namespace, options);
      return answer;
    },
  })),
  misbehaving('evicting a pod takes another one along', (api) => ({
    createSubresource: async (resource, namespace, name, subresource, body) => {
      const answer = await api.createSubresource(resource, namespace, name, subresource, body);
      if (subresource === 'eviction') await loseOne(api, resource, namespace, {});
      return answer;
    },
  })),
  misbehaving('objects are read without their owners', (api) => ({
    get: async (...given) => ownerless(await api.get(...given)),
    list: async (...given) => {
      const list = await api.list(...given);
      return { ...list, items: list.items.map(ownerless) };
    },
  })),
  misbehaving('nodes are read without their labels, taints and addresses', (api) => ({
    get: async (...given) => bareNode(await api.get(...given)),
    list: async (...given) => {
      const list = await api.list(...given);
      return { ...list, items: list.items.map(bareNode) };
    },
  })),
  misbehaving('metrics are served from the start, and empty', (api) => ({
    resources: async () => [
      ...(await api.resources()),
      metricsResource('pods', 'PodMetrics', true),
      metricsResource('nodes', 'NodeMetrics', false),
    ],
    list: (resource, options) =>
      resource.group === 'metrics.k8s.io'
        ? Promise.resolve({
            apiVersion: 'metrics.k8s.io/v1beta1',
            kind: 'PodMetricsList',
            metadata: {},
            items: [],
          })
        : api.list(resource, options),
  })),
  misbehaving('evicting does nothing', (api) => ({
    createSubresource: (resource, namespace, name, subresource, body) =>
      subresource === 'eviction'
        ? Promise.resolve({})
        : api.createSubresource(resource, namespace, name, subresource, body),
  })),
  misbehaving('the server prints empty tables', (api) => ({
    table: async (resource, options) => ({ ...(await api.table(resource, options)), rows: [] }),
  })),
  answering('nobody answers', () => ({
    request: () => Promise.resolve({ error: 'refused', message: 'connection refused' }),
    load: () => Promise.resolve({ result: () => lost, stop: () => lost }),
  })),
  answering('another server answers', ({ request }) =>
    request === undefined
      ? {}
      : {
          request: async (asked) => {
            const answer = await request(asked);
            return 'error' in answer
              ? answer
              : { ...answer, status: 503, headers: { Server: 'other' }, body: 'Service Unavailable' };
          },
        },
  ),
  answering('commands in containers print nothing', () => ({ exec: () => Promise.resolve(nothing) })),
  answering('faults do nothing', () => ({
    fault: () => Promise.resolve(),
    addNode: () => Promise.resolve(),
    removeNode: () => Promise.resolve(),
  })),
  ...freezableComponents.map((frozen): Mutant => ({ name: `${frozen} stands still`, defect: { frozen } })),
];

/** Deletes the last pod of the namespace that is not being deleted. */
const loseOne = async (
  api: KubeApi,
  pods: ResourceKey,
  namespace: string | undefined,
  options: DeleteOptions | undefined,
): Promise<void> => {
  const { items } = await api.list(pods, namespace === undefined ? {} : { namespace });
  const victim = items.findLast(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (victim !== undefined) await api.delete(pods, namespace, victim.metadata.name, options);
};

const ownerless = <T extends KubeObject>(object: T): T => ({
  ...object,
  metadata: { ...object.metadata, ownerReferences: [] },
});

const bareNode = <T extends KubeObject>(object: T): T => {
  if (object.kind !== 'Node') return object;
  const { spec, status } = object as { spec?: object; status?: object };
  return {
    ...object,
    metadata: { ...object.metadata, labels: {} },
    spec: { ...spec, taints: [] },
    status: { ...status, addresses: [] },
  };
};

const metricsResource = (name: string, kind: string, namespaced: boolean): ApiResource => ({
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  kind,
  name,
  singularName: '',
  namespaced,
  shortNames: [],
  categories: [],
  verbs: ['get', 'list'],
  subresources: [],
});

const lost = { sent: 1, succeeded: 0, failed: 1, byPod: {} };

/** A deployment that stops all old pods before it starts new ones. */
const recreating = (object: unknown): unknown => {
  const typed = object as { kind?: string; spec?: Record<string, unknown> } | null;
  return typed?.kind === 'Deployment'
    ? { ...typed, spec: { ...typed.spec, strategy: { type: 'Recreate' } } }
    : object;
};

/** Mutants in which the Events of one reason are not recorded. */
export const withoutEvents = (reasons: readonly string[]): Mutant[] =>
  reasons.map((reason) => ({ name: `Events ${reason} are not recorded`, defect: { withoutEvents: reason } }));
