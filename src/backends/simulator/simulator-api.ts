/** KubeApi over the simulated API server: its answers as promises, its refusals as ApiError. */
import { ApiError, type Answer, type KubeApi } from '../../kube/index.ts';
import type { RequestInfo, ServedApi } from '../../simulator/index.ts';

const by: RequestInfo = { user: 'kubectl' };

/** A task that does not run in the caller's turn: what it answers, or rejects with, comes as from a server. */
const settle = async <T>(answer: Answer<T>): Promise<T> => {
  if (answer.ok) return Promise.resolve(answer.value);
  throw new ApiError(answer.status);
};

export type LogReader = (
  namespace: string,
  pod: string,
  options: Parameters<KubeApi['log']>[2],
) => Answer<string>;

export const createSimulatorApi = (served: ServedApi, readLog: LogReader): KubeApi => ({
  resources: () => Promise.resolve(served.resources()),
  get: (...request) => settle(served.get(...request)),
  list: (...request) => settle(served.list(...request)),
  table: (...request) => settle(served.table(...request)),
  create: (resource, namespace, object, options) =>
    settle(served.create(resource, namespace, object, by, options)),
  createSubresource: (resource, namespace, name, subresource, body) =>
    settle(served.createSubresource(resource, namespace, name, subresource, body, by)),
  update: (resource, namespace, object, options) =>
    settle(served.update(resource, namespace, object, by, options)),
  patch: (resource, namespace, name, type, patch, options) =>
    settle(served.patch(resource, namespace, name, type, patch, by, options)),
  delete: (resource, namespace, name, options = {}) =>
    settle(served.delete(resource, namespace, name, options, by)),
  deleteCollection: (resource, options) => settle(served.deleteCollection(resource, options, by)),
  watch: (...request) => settle(served.watch(...request)),
  log: (namespace, pod, options) => settle(readLog(namespace, pod, options)),
});
