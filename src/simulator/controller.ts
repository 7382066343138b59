/** What a controller is: which objects wake it, and a pure function from a key and a view of the cluster to actions. */
import type { Answer, DeleteOptions, KubeObject, PatchType } from '../kube/index.ts';
import type { ObjectOf, ResourceName } from './apiserver/resource-types.ts';
import type { World } from './world.ts';

/** A controller's informer caches: the cluster as this controller has been told it, a moment behind the API server. */
export interface View {
  get<R extends ResourceName>(
    resource: R,
    namespace: string | undefined,
    name: string,
  ): ObjectOf<R> | undefined;
  /** All objects, or those of one namespace, in the order of their creation. */
  list<R extends ResourceName>(resource: R, namespace?: string): readonly ObjectOf<R>[];
  /** Objects whose controlling ownerReference has this uid. */
  ownedBy<R extends ResourceName>(resource: R, ownerUid: string): readonly ObjectOf<R>[];
  /** Pods by spec.nodeName. */
  podsOnNode(nodeName: string): readonly ObjectOf<'pods'>[];
}

/** What a reconciliation wants done, in order. The controller runtime performs it through the API, at the pace of a client with upstream's QPS. */
export type Action = (
  | { do: 'create'; resource: ResourceName; object: KubeObject }
  | { do: 'update'; resource: ResourceName; object: KubeObject; subresource?: string }
  | {
      do: 'patch';
      resource: ResourceName;
      namespace?: string;
      name: string;
      type: PatchType;
      patch: unknown;
      subresource?: string;
    }
  | { do: 'delete'; resource: ResourceName; namespace?: string; name: string; options?: DeleteOptions }
  | { do: 'deleteCollection'; resource: ResourceName; namespace?: string; options?: DeleteOptions }
  | {
      do: 'post';
      resource: ResourceName;
      namespace?: string;
      name: string;
      subresource: string;
      body: unknown;
    }
  | { do: 'event'; about: KubeObject; type: 'Normal' | 'Warning'; reason: string; message: string }
  /** Ends the list as a failed action would: nothing is sent, the key is tried again with back-off. */
  | { do: 'fail'; error: string }
) & {
  /** More actions once this one is answered, done before the next of the list (an Event that names what was created, say). */
  then?: (answer: Answer<unknown>) => readonly Action[];
  /** Goes on with the list when this action fails. Otherwise a failure ends the list and the key is tried again with back-off. */
  mayFail?: boolean;
};

export interface Reconciliation {
  actions: readonly Action[];
  /** Look at this key again after so long, whatever happens. */
  requeueAfterMs?: number;
  /** Nothing is known that will have happened until then: no rest waits for that look. */
  isRequeueIdle?: boolean;
  /** The key is tried again with the work queue's exponential back-off (5 ms → 1000 s). */
  error?: string;
}

export interface Watch {
  resource: ResourceName;
  /** The keys that a change of `object` (from `old`, when it was there before; `isDeleted` when it has gone) makes due. */
  keys(change: { object: KubeObject; old?: KubeObject; isDeleted: boolean }, view: View): readonly string[];
  /** Waits this long before the keys are due (endpoints batching, say). */
  delayMs?: number;
}

/** A running controller. State it keeps between reconciliations lives in the closure that `create` makes. */
export interface Controller {
  watches: readonly Watch[];
  /** Is given the means to watch what comes to be served later. */
  onMoreWatches?(add: (watch: Watch) => void): void;
  reconcile(key: string, view: View, now: { ms: number; time: string }): Reconciliation;
  /** Every so often all keys given by `resyncKeys` are due again (HPA: 15 s). */
  resync?: {
    everyMs: number;
    keys(view: View): readonly string[];
    /** What it finds has been found already when it changed: the cluster is at rest without it. */
    isForSafety?: boolean;
  };
}

export interface ControllerDefinition {
  /** Upstream's name, which is also the Events' source.component: 'deployment-controller'. */
  name: string;
  summary: string;
  /** Calls a second and at once that its client may make. Default 20 and 30. */
  qps?: number;
  burst?: number;
  /** How long a key that fails again and again waits at most. Default 1000 s. */
  maximalBackoffMs?: number;
  create(world: Pick<World, 'version' | 'lab' | 'random' | 'api'>): Controller;
}

export const defineController = (definition: ControllerDefinition): ControllerDefinition => definition;
