/** The mutants that every scenario is played on, beside those in which one of its steps is left out. */
import { altered, answering, misbehaving } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const otherImage = 'httpd:2.4.46';

/** Components that can stand still; the names are upstream's. */
const components = [
  'deployment-controller',
  'replicaset-controller',
  'replication-controller',
  'daemonset-controller',
  'statefulset-controller',
  'horizontal-pod-autoscaler',
  'endpoint-controller',
  'node-controller',
  'garbage-collector',
  'metallb-controller',
  'default-scheduler',
  'kubelet',
];

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
  ...components.map((frozen): Mutant => ({ name: `${frozen} stands still`, defect: { frozen } })),
];

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
