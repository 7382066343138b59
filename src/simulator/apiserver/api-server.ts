/** The simulated API server's verbs: synchronous, answering values or Status, never throwing. (Contract; the kernel implements it.) */
import type { Answer, DeleteOptions, KubeObject, PatchType, WatchEvent } from '../../kube/index.ts';
import type { Identity } from '../authentication/index.ts';
import type { ResourceCatalogue } from './resource-catalogue.ts';
import type { ObjectOf, ResourceName } from './resource-types.ts';

/** Who asks: 'kubectl', 'deployment-controller', 'kubelet/w1-k8s', 'default-scheduler'. Kept as the author of each change. */
export interface RequestInfo {
  user: string;
  dryRun?: boolean;
  fieldManager?: string;
  /** The version of the API the request is made in ("apps/v1"); absent: the stored one. */
  apiVersion?: string;
  /** The object comes with its managers as they are to be: laid over by server-side apply, or scaled. */
  isApplied?: boolean;
  /** The user on whose behalf; absent: the cluster itself, which may do everything. */
  identity?: Identity;
}

export interface ListFilter {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

/** A write to an object: when, and by whom. */
export interface Change {
  timeMs: number;
  user: string;
  verb: string;
  resource: ResourceName;
  namespace: string;
  name: string;
  resourceVersion: string;
}

/** An API group served by somebody else through the aggregation layer (metrics.k8s.io by metrics-server). Read-only. */
export interface AggregatedApi {
  group: string;
  /** Otherwise every request is answered 503, as while metrics-server starts. */
  isAvailable(): boolean;
  get(resource: ResourceName, namespace: string | undefined, name: string): Answer<KubeObject>;
  list(resource: ResourceName, filter: ListFilter): Answer<readonly KubeObject[]>;
}

export interface ApiServer {
  get<R extends ResourceName>(resource: R, namespace: string | undefined, name: string): Answer<ObjectOf<R>>;
  list<R extends ResourceName>(
    resource: R,
    filter?: ListFilter,
  ): Answer<{ resourceVersion: string; items: readonly ObjectOf<R>[] }>;
  create<R extends ResourceName>(
    resource: R,
    namespace: string | undefined,
    object: unknown,
    by: RequestInfo,
  ): Answer<ObjectOf<R>>;
  update<R extends ResourceName>(
    resource: R,
    object: KubeObject,
    by: RequestInfo & { subresource?: string },
  ): Answer<ObjectOf<R>>;
  patch<R extends ResourceName>(
    resource: R,
    namespace: string | undefined,
    name: string,
    type: PatchType,
    patch: unknown,
    by: RequestInfo & { subresource?: string },
  ): Answer<ObjectOf<R>>;
  delete(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions,
    by: RequestInfo,
  ): Answer<unknown>;
  deleteCollection(
    resource: ResourceName,
    filter: ListFilter,
    options: DeleteOptions,
    by: RequestInfo,
  ): Answer<unknown>;
  /** Reads a subresource: "scale", "status". */
  getSubresource(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    subresource: string,
  ): Answer<unknown>;
  /** POST to a subresource: "eviction", "binding", "token". */
  post(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    subresource: string,
    body: unknown,
    by: RequestInfo,
  ): Answer<unknown>;
  /** First an ADDED for every object there is (unless resourceVersion is given), then every change at the moment it is written. */
  watch<R extends ResourceName>(
    resource: R,
    filter: ListFilter & { resourceVersion?: string },
    onEvent: (event: WatchEvent<ObjectOf<R>>) => void,
  ): Answer<() => void>;
  /** Serves a group from now on, until the returned function is called; before that its resources answer 404. */
  aggregate(api: AggregatedApi): () => void;
  /** The version of the last write to anything. */
  lastResourceVersion(): string;
  /** The last write to an object, of an object that has gone too. */
  lastChange(resource: ResourceName, namespace: string | undefined, name: string): Change | undefined;
  /** Calls `onChange` at every write, before any watch is told. */
  onChange(onChange: (change: Change) => void): void;
  /** What it serves, custom kinds among it. */
  readonly catalogue: ResourceCatalogue;
}
