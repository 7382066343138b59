/** KubeApi over the simulated API server: its answers as promises, its refusals as ApiError. */
import {
  ApiError,
  forbiddenRequest,
  type Answer,
  type Impersonation,
  type KubeApi,
  type KubeObject,
  type ResourceKey,
} from '../../kube/index.ts';
import {
  administrator,
  answerQuestion,
  findReview,
  groupsAs,
  orderedResources,
  type Identity,
  type RequestInfo,
  type Simulator,
  provideRuleLibrary,
} from '../../simulator/index.ts';

/** A task that does not run in the caller's turn: what it answers, or rejects with, comes as from a server. */
const settle = async <T>(answer: Answer<T>): Promise<T> => {
  if (answer.ok) return Promise.resolve(answer.value);
  throw new ApiError(answer.status);
};

const pods: ResourceKey = { group: '', version: 'v1', name: 'pods' };

interface Target {
  namespace?: string | undefined;
  name?: string | undefined;
  subresource?: string | undefined;
}

/** What the API is made of. */
export type ApiParts = Pick<Simulator, 'served' | 'authorizer' | 'tokens' | 'version'> & {
  world: Pick<Simulator['world'], 'nowTime'>;
  site: Pick<Simulator['site'], 'log'>;
};

type Check = (verb: string, resource: ResourceKey, target: Target) => Answer<never> | undefined;

/** Whoever is nobody in particular may do everything, and is not asked about. */
const unchecked: Check = () => undefined;

const checkFor =
  ({ authorizer }: ApiParts, identity: Identity): Check =>
  (verb, { group, version, name: resource }, { namespace = '', name = '', subresource = '' }) => {
    const isNamespace = group === '' && resource === 'namespaces';
    const room = isNamespace ? name : namespace;
    const asked = { verb, group, version, resource, subresource, namespace: room, name };
    const { isAllowed, reason } = authorizer.authorize(identity, asked);
    return isAllowed ? undefined : { ok: false, status: forbiddenRequest(identity.username, asked, reason) };
  };

const identityOf = ({ user, uid, groups = [], extra }: Impersonation): Identity => ({
  username: user,
  ...(uid === undefined ? {} : { uid }),
  groups: groupsAs(user, groups),
  ...(extra === undefined ? {} : { extra }),
});

/** `identity`: who asks; absent: the administrator, who may do everything. */
export const createSimulatorApi = (parts: ApiParts, identity?: Identity): KubeApi => {
  const { served, site, authorizer, tokens, version, world } = parts;
  const check = identity === undefined ? unchecked : checkFor(parts, identity);
  const by: RequestInfo = identity === undefined ? { user: 'kubectl' } : { user: 'kubectl', identity };

  /** Undefined when nothing is asked by creating this. */
  const review = (
    key: ResourceKey,
    namespace: string | undefined,
    body: unknown,
  ): Answer<KubeObject> | undefined => {
    const found = findReview(key, version);
    if (found === undefined) return undefined;
    const host = { version, authorizer, tokens, nowTime: () => world.nowTime() };
    const asker = identity ?? administrator(version);
    const question = { host, identity: asker, namespace: namespace ?? '', body: body as object };
    return answerQuestion(found, `${key.group}/${key.version}`, question) as Answer<KubeObject>;
  };

  /** Rules of custom resources are in CEL, whose library only they need. */
  const readyFor = async ({ name }: { name: string }): Promise<void> => {
    if (name === 'customresourcedefinitions') provideRuleLibrary(await import('@marcbachmann/cel-js'));
  };
  return {
    resources: () => Promise.resolve(orderedResources({ served, version })),
    get: (resource, namespace, name, subresource) =>
      settle(
        check('get', resource, { namespace, name, subresource }) ??
          served.get(resource, namespace, name, subresource),
      ),
    list: (resource, options = {}) =>
      settle(check('list', resource, options) ?? served.list(resource, options)),
    table: (resource, options) =>
      settle(
        check(options.name === undefined ? 'list' : 'get', resource, options) ??
          served.table(resource, options),
      ),
    create: async (resource, namespace, object, options) => {
      await readyFor(resource);
      return settle(
        check('create', resource, { namespace }) ??
          review(resource, namespace, object) ??
          served.create(resource, namespace, object, by, options),
      );
    },
    createSubresource: (resource, namespace, name, subresource, body) =>
      settle(
        check('create', resource, { namespace, name, subresource }) ??
          served.createSubresource(resource, namespace, name, subresource, body, by),
      ),
    update: async (resource, namespace, object, options) => {
      await readyFor(resource);
      return settle(
        check('update', resource, {
          namespace,
          name: object.metadata.name,
          subresource: options?.subresource,
        }) ?? served.update(resource, namespace, object, by, options),
      );
    },
    patch: async (resource, namespace, name, type, patch, options) => {
      await readyFor(resource);
      return settle(
        check('patch', resource, { namespace, name, subresource: options?.subresource }) ??
          served.patch(resource, namespace, name, type, patch, by, options),
      );
    },
    delete: (resource, namespace, name, options = {}) =>
      settle(
        check('delete', resource, { namespace, name }) ??
          served.delete(resource, namespace, name, options, by),
      ),
    deleteCollection: (resource, options) =>
      settle(check('deletecollection', resource, options) ?? served.deleteCollection(resource, options, by)),
    watch: (resource, options, onEvent) =>
      settle(check('watch', resource, options) ?? served.watch(resource, options, onEvent)),
    log: (namespace, pod, options) =>
      settle(
        check('get', pods, { namespace, name: pod, subresource: 'log' }) ?? site.log(namespace, pod, options),
      ),
    as: (who) => createSimulatorApi(parts, identityOf(who)),
  };
};
