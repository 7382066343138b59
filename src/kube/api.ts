/** KubeApi: the one interface by which everything above the backends talks to a Kubernetes API, whoever serves it. */
import type { KubeObject } from './objects/index.ts';
import type { JsonSchema } from './structural-schema/index.ts';

/** A resource that an API serves, as discovery tells it. */
export interface ApiResource {
  group: string;
  version: string;
  kind: string;
  /** Plural, in the path: "deployments". */
  name: string;
  singularName: string;
  namespaced: boolean;
  shortNames: readonly string[];
  categories: readonly string[];
  verbs: readonly string[];
  /** Names of subresources: "status", "scale", "log", … */
  subresources: readonly string[];
  /** Of a kind that a CustomResourceDefinition defines, where the API's side knows. */
  isCustom?: boolean;
  /** What its definition says of its objects. */
  schema?: JsonSchema;
}

export interface ListOptions {
  /** Absent: all namespaces. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  limit?: number;
  continue?: string;
}

export interface WriteOptions {
  dryRun?: boolean;
  fieldManager?: string;
}

export interface DeleteOptions extends WriteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  preconditions?: { uid?: string; resourceVersion?: string };
}

export interface PatchOptions extends WriteOptions {
  subresource?: string;
  force?: boolean;
}

/** Which patch a body is, by the word after "application/" of its content type. */
export type PatchType =
  'json-patch+json' | 'merge-patch+json' | 'strategic-merge-patch+json' | 'apply-patch+yaml';

export interface KubeList<T extends KubeObject = KubeObject> {
  apiVersion: string;
  kind: string;
  metadata: { resourceVersion?: string; continue?: string; remainingItemCount?: number };
  items: T[];
}

/** meta.k8s.io Table, as the server prints objects for `kubectl get`. */
export interface Table {
  columnDefinitions: { name: string; type: string; format: string; description: string; priority: number }[];
  rows: {
    cells: unknown[];
    conditions?: { type: string; status: string; reason?: string }[];
    object: KubeObject;
  }[];
  metadata?: { resourceVersion?: string };
}

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';

export interface WatchEvent<T extends KubeObject = KubeObject> {
  type: WatchEventType;
  object: T;
}

export interface WatchOptions extends ListOptions {
  /** Start after this version. Absent: first an ADDED for every object there is, then its changes. */
  resourceVersion?: string;
}

/** Whom a request is made as, by one who may. */
export interface Impersonation {
  user: string;
  uid?: string;
  /** Absent: those that go with the user. */
  groups?: readonly string[];
  extra?: Readonly<Record<string, readonly string[]>>;
}

/** A served resource with the namespace to use; for cluster-scoped resources the namespace is absent. */
export type ResourceKey = Pick<ApiResource, 'group' | 'version' | 'name'>;

/**
 * A Kubernetes API. Every method rejects with ApiError (a Status) when the API refuses, and with BackendError when it
 * cannot be reached.
 */
export interface KubeApi {
  /** All resources served, in discovery's order. */
  resources(): Promise<readonly ApiResource[]>;
  get(
    resource: ResourceKey,
    namespace: string | undefined,
    name: string,
    subresource?: string,
  ): Promise<KubeObject>;
  list(resource: ResourceKey, options?: ListOptions): Promise<KubeList>;
  /** The server's table of a list (name absent) or of one object. */
  table(resource: ResourceKey, options: ListOptions & { name?: string }): Promise<Table>;
  create(
    resource: ResourceKey,
    namespace: string | undefined,
    object: unknown,
    options?: WriteOptions,
  ): Promise<KubeObject>;
  /** POST to a subresource of an object: "eviction", "binding", "token". */
  createSubresource(
    resource: ResourceKey,
    namespace: string | undefined,
    name: string,
    subresource: string,
    body: unknown,
  ): Promise<unknown>;
  update(
    resource: ResourceKey,
    namespace: string | undefined,
    object: KubeObject,
    options?: WriteOptions & { subresource?: string },
  ): Promise<KubeObject>;
  patch(
    resource: ResourceKey,
    namespace: string | undefined,
    name: string,
    type: PatchType,
    patch: unknown,
    options?: PatchOptions,
  ): Promise<KubeObject>;
  /** Answers the object as it is after the request (still there while it terminates) or a Status of success. */
  delete(
    resource: ResourceKey,
    namespace: string | undefined,
    name: string,
    options?: DeleteOptions,
  ): Promise<unknown>;
  deleteCollection(resource: ResourceKey, options: ListOptions & DeleteOptions): Promise<unknown>;
  /** Calls `onEvent` for every change, in order, until the returned function is called. Resolves when the first list has been delivered. */
  watch(
    resource: ResourceKey,
    options: WatchOptions,
    onEvent: (event: WatchEvent) => void,
  ): Promise<() => void>;
  /** A container's log. `sinceSeconds`, `tailLines` and `previous` as in the API. */
  log(
    namespace: string,
    pod: string,
    options: {
      container?: string;
      previous?: boolean;
      tailLines?: number;
      sinceSeconds?: number;
      timestamps?: boolean;
    },
  ): Promise<string>;
  /** The same API, asked as somebody else. Absent where it cannot be. */
  as?(who: Impersonation): KubeApi;
}
