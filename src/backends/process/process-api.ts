/** KubeApi over the backend protocol. */
import { ApiError, internalError } from '../../kube/index.ts';
import type { ApiResource, Impersonation, KubeApi, Status } from '../../kube/index.ts';
import { requestTitle } from './answer-check.ts';
import { SimulatorRefusal } from './protocol-client.ts';
import type { ProtocolClient } from './protocol-client.ts';
import type { MethodName, Params, Result } from './protocol.ts';

/** What a server answers that makes no tables: who asked for one prints a list himself. */
const notAcceptable = (message: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  reason: 'NotAcceptable',
  code: 406,
  message,
});

/** What the simulator does not know is an answer of its API, too: the step fails and says so. */
const asStatus = (error: unknown, method: MethodName, params: unknown): unknown => {
  if (!(error instanceof SimulatorRefusal)) return error;
  if (method === 'table') return new ApiError(notAcceptable(error.message));
  // These labproof asks for itself: no command line says what was asked.
  const isOwn = method === 'resources' || method === 'watch';
  const what = isOwn ? `the simulator refused ${requestTitle(method, params)}: ` : '';
  return new ApiError(internalError(what + error.message));
};

const withOptions = <O extends object>(options: O | undefined): { options?: O } =>
  options === undefined ? {} : { options };

const placed = (namespace: string | undefined): { namespace?: string } =>
  namespace === undefined ? {} : { namespace };

export interface ProcessApiOptions {
  /** Whether it can be asked as somebody else. */
  impersonates: boolean;
  /** Who asks. */
  as?: Impersonation;
}

export const createProcessApi = (client: ProtocolClient, options: ProcessApiOptions): KubeApi => {
  const { as } = options;
  const ask = async <M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> => {
    try {
      return await client.ask(method, params, { as });
    } catch (error) {
      throw asStatus(error, method, params);
    }
  };
  const key = ({ group, version, name }: Pick<ApiResource, 'group' | 'version' | 'name'>) => ({
    group,
    version,
    name,
  });
  return {
    resources: () => ask('resources', {}),
    get: (resource, namespace, name, subresource) =>
      ask('get', {
        resource: key(resource),
        ...placed(namespace),
        name,
        ...(subresource === undefined ? {} : { subresource }),
      }),
    list: (resource, options) => ask('list', { resource: key(resource), ...withOptions(options) }),
    table: (resource, options) => ask('table', { resource: key(resource), options }),
    create: (resource, namespace, object, options) =>
      ask('create', { resource: key(resource), ...placed(namespace), object, ...withOptions(options) }),
    createSubresource: (resource, namespace, name, subresource, body) =>
      ask('createSubresource', { resource: key(resource), ...placed(namespace), name, subresource, body }),
    update: (resource, namespace, object, options) =>
      ask('update', { resource: key(resource), ...placed(namespace), object, ...withOptions(options) }),
    patch: (resource, namespace, name, type, patch, options) =>
      ask('patch', {
        resource: key(resource),
        ...placed(namespace),
        name,
        type,
        patch,
        ...withOptions(options),
      }),
    delete: (resource, namespace, name, options) =>
      ask('delete', { resource: key(resource), ...placed(namespace), name, ...withOptions(options) }),
    deleteCollection: (resource, options) => ask('deleteCollection', { resource: key(resource), options }),
    watch: async (resource, watched, onEvent) => {
      const params = { resource: key(resource), options: watched };
      try {
        return await client.watch(params, onEvent, as);
      } catch (error) {
        throw asStatus(error, 'watch', params);
      }
    },
    log: (namespace, pod, which) => ask('log', { namespace, pod, options: which }),
    ...(options.impersonates
      ? { as: (who: Impersonation) => createProcessApi(client, { impersonates: true, as: who }) }
      : {}),
  };
};
