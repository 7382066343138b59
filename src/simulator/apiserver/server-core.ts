/** What all verbs of the API server share: the store, who is told, time and chance. */
import type { KubeObject, Status } from '../../kube/index.ts';
import type { Random } from '../../core/index.ts';
import type { TokenHost } from '../authentication/index.ts';
import { createAuthorizer, type Authorizer } from '../authorization/index.ts';
import type { World } from '../world.ts';
import type { AggregatedApi, Change, RequestInfo } from './api-server.ts';
import { FieldTracker } from './field-tracking/field-tracker.ts';
import { computedObjects } from './computed/index.ts';
import { ResourceCatalogue, type Resource } from './resource-catalogue.ts';
import { ServiceAddresses } from './service-addresses.ts';
import { SharedPodSpecs } from './shared-pod-specs.ts';
import { Store } from './store.ts';
import { WatchHub } from './watch-hub.ts';

/** What the API server needs of the world it is in. */
export type ApiHost = Pick<World, 'version' | 'lab' | 'nowMs' | 'nowTime' | 'random'> & {
  /** As kube-apiserver's --disable-admission-plugins: 'ServiceAccount'. */
  withoutAdmission?: readonly string[];
};

/** About as many writes as a day-old cluster has seen. */
const firstResourceVersion = 18000;

export const failed = (status: Status): { ok: false; status: Status } => ({ ok: false, status });

/** Nobody but the verb that made it knows the object and its metadata. */
const isNew = (type: string, object: KubeObject, old: KubeObject | undefined): boolean =>
  type !== 'DELETED' && object !== old && object.metadata !== old?.metadata;

export class ServerCore {
  readonly host: ApiHost;
  readonly catalogue: ResourceCatalogue;
  readonly store = new Store(firstResourceVersion);
  readonly hub = new WatchHub();
  readonly addresses: ServiceAddresses;
  readonly podSpecs: SharedPodSpecs;
  readonly fields: FieldTracker;
  readonly aggregated = new Map<string, AggregatedApi>();
  readonly authorizer: Authorizer;
  readonly tokens: TokenHost;
  readonly uids: Random;
  readonly names: Random;
  readonly #onChange: ((change: Change) => void)[] = [];

  constructor(host: ApiHost) {
    this.host = host;
    this.catalogue = new ResourceCatalogue(host.version);
    this.addresses = new ServiceAddresses(host.lab.network, host.random('apiserver/addresses'));
    this.podSpecs = new SharedPodSpecs(host);
    this.fields = new FieldTracker(host);
    const { store } = this;
    this.authorizer = createAuthorizer(store, host.version);
    this.tokens = {
      version: host.version,
      seed: host.random('apiserver/tokens').seed,
      nowMs: () => host.nowMs(),
      get: (resource, namespace, name) => store.get(resource, namespace, name),
    };
    this.uids = host.random('apiserver/uids');
    this.names = host.random('apiserver/names');
  }

  get(resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined {
    const room = resource.definition.namespaced ? (namespace ?? '') : '';
    const stored = this.store.get(resource.name, room, name);
    if (stored !== undefined || resource.definition.computed === undefined) return stored;
    return computedObjects(this, resource).find(({ metadata }) => metadata.name === name);
  }

  listen(onChange: (change: Change) => void): void {
    this.#onChange.push(onChange);
  }

  /**
   * Stores what a verb has decided, under a new version, and tells everybody. Answers the object as stored. What is not yet
   * stored must be the verb's own: the version is written into it.
   */
  commit(
    type: 'ADDED' | 'MODIFIED' | 'DELETED',
    resource: Resource,
    object: KubeObject,
    old: KubeObject | undefined,
    by: RequestInfo,
    verb: string,
  ): KubeObject {
    const resourceVersion = this.store.nextResourceVersion();
    const stored = isNew(type, object, old) ? object : { ...object, metadata: { ...object.metadata } };
    stored.metadata.resourceVersion = resourceVersion;
    const { name, namespace = '' } = stored.metadata;
    const change: Change = {
      timeMs: this.host.nowMs(),
      user: by.user,
      verb,
      resource: resource.name,
      namespace,
      name,
      resourceVersion,
    };
    if (type === 'DELETED') this.store.remove(change, stored);
    else this.store.put(change, stored);
    this.podSpecs.noteChange(change);
    for (const onChange of this.#onChange) onChange(change);
    this.hub.tell({ resource: resource.name, type, object: stored, old });
    return stored;
  }
}
