/** The simulated API server's verbs: synchronous, answering values or Status, never throwing. (Contract; the kernel implements it.) */
import type { Answer, DeleteOptions, KubeObject, PatchType, WatchEvent } from '../../kube/index.ts';
import type { ObjectOf, ResourceName } from './resource-types.ts';

/** Who asks: 'kubectl', 'deployment-controller', 'kubelet/w1-k8s', 'default-scheduler'. Kept as the author of each change. */
export interface RequestInfo {
  user: string;
  dryRun?: boolean;
  fieldManager?: string;
}

export interface ListFilter {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

export interface ApiServer {
  get<R extends ResourceName>(resource: R, namespace: string | undefined, name: string): Answer<ObjectOf<R>>;
  list<R extends ResourceName>(resource: R, filter?: ListFilter): Answer<{ resourceVersion: string; items: readonly ObjectOf<R>[] }>;
  create<R extends ResourceName>(resource: R, namespace: string | undefined, object: unknown, by: RequestInfo): Answer<ObjectOf<R>>;
  update<R extends ResourceName>(resource: R, object: KubeObject, by: RequestInfo & { subresource?: string }): Answer<ObjectOf<R>>;
  patch<R extends ResourceName>(
    resource: R,
    namespace: string | undefined,
    name: string,
    type: PatchType,
    patch: unknown,
    by: RequestInfo & { subresource?: string },
  ): Answer<ObjectOf<R>>;
  delete(resource: ResourceName, namespace: string | undefined, name: string, options: DeleteOptions, by: RequestInfo): Answer<unknown>;
  deleteCollection(resource: ResourceName, filter: ListFilter, options: DeleteOptions, by: RequestInfo): Answer<unknown>;
  /** Reads a subresource: "scale", "status". */
  getSubresource(resource: ResourceName, namespace: string | undefined, name: string, subresource: string): Answer<unknown>;
  /** POST to a subresource: "eviction", "binding", "token". */
  post(resource: ResourceName, namespace: string | undefined, name: string, subresource: string, body: unknown, by: RequestInfo): Answer<unknown>;
  /** First an ADDED for every object there is (unless resourceVersion is given), then every change at the moment it is written. */
  watch<R extends ResourceName>(
    resource: R,
    filter: ListFilter & { resourceVersion?: string },
    onEvent: (event: WatchEvent<ObjectOf<R>>) => void,
  ): Answer<() => void>;
}
