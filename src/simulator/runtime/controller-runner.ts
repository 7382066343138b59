/** Runs one controller: changes make keys due, a due key is reconciled, its actions are performed one after the other. */
import type { Random } from '../../core/index.ts';
import type { Answer } from '../../kube/index.ts';
import type { ResourceName } from '../apiserver/index.ts';
import type { Action, Controller, ControllerDefinition, Reconciliation, View, Watch } from '../controller.ts';
import type { World } from '../world.ts';
import type { Informer } from './informer.ts';
import { TokenBucket } from './token-bucket.ts';
import { WorkQueue } from './work-queue.ts';

/** @source k8s 1.20 cmd/kube-controller-manager --kube-api-qps, --kube-api-burst: for each controller's client */
const defaultQps = 20;
const defaultBurst = 30;

const pollingMs = 1000;
const patientPolls = 10;

/** What a key has written and must see in the caches before it is looked at again. */
type Unseen = Map<ResourceName, number>;

const namespaceOf = (object: { metadata: { namespace?: string } }): string | undefined =>
  object.metadata.namespace;

export class ControllerRunner {
  readonly #world: World;
  readonly #definition: ControllerDefinition;
  readonly #controller: Controller;
  readonly #view: View;
  readonly #informer: (resource: ResourceName) => Informer;
  readonly #random: Random;
  readonly #bucket: TokenBucket;
  readonly #queue: WorkQueue;
  readonly #unseen = new Map<string, Unseen>();
  /** How often in a row a key asked to be looked at again soon, and had nothing to do. */
  readonly #polls = new Map<string, number>();
  readonly #by: { user: string };

  constructor(
    world: World,
    definition: ControllerDefinition,
    view: View,
    informer: (resource: ResourceName) => Informer,
  ) {
    this.#world = world;
    this.#definition = definition;
    this.#view = view;
    this.#informer = informer;
    this.#random = world.random(`controller/${definition.name}`);
    this.#bucket = new TokenBucket(definition.qps ?? defaultQps, definition.burst ?? defaultBurst);
    this.#queue = new WorkQueue(
      world,
      () => this.#random.float(),
      (key) => this.#process(key),
      definition.maximalBackoffMs,
    );
    this.#by = { user: definition.name };
    this.#controller = definition.create(world);
  }

  start(): void {
    for (const watch of this.#controller.watches) this.#watch(watch);
    this.#controller.onMoreWatches?.((watch) => {
      this.#watch(watch);
    });
    const { resync } = this.#controller;
    if (resync === undefined) return;
    const schedule = (delayMs: number): void => {
      if (resync.isForSafety === true) this.#world.afterUnnoticed(delayMs, again);
      else this.#world.after(delayMs, again, { idle: true });
    };
    const again = (): void => {
      for (const key of resync.keys(this.#view)) this.#queue.add(key);
      schedule(resync.everyMs);
    };
    schedule(resync.everyMs * this.#random.float());
  }

  #watch(watch: Watch): void {
    const informer = this.#informer(watch.resource);
    const delayMs = watch.delayMs ?? 0;
    const note = (change: Parameters<typeof watch.keys>[0]): void => {
      for (const key of watch.keys(change, this.#view)) this.#queue.addAfter(key, delayMs);
    };
    for (const object of informer.list(undefined)) note({ object, isDeleted: false });
    informer.onChange(note);
  }

  #process(key: string): void {
    if (this.#world.frozen.has(this.#definition.name)) {
      this.#queue.done(key);
      return;
    }
    const waitMs = this.#waitForOwnWrites(key);
    if (waitMs > 0) {
      this.#world.after(waitMs, () => this.#process(key));
      return;
    }
    this.#unseen.delete(key);
    const now = { ms: this.#world.nowMs(), time: this.#world.nowTime() };
    const found = this.#controller.reconcile(key, this.#view, now);
    const { actions, error } = found;
    this.#perform([...actions].reverse(), key, (hasFailed) => {
      if (hasFailed || error !== undefined) {
        this.#queue.addRateLimited(key);
      } else {
        this.#queue.forget(key);
        this.#planRecheck(key, found);
      }
      this.#queue.done(key);
    });
  }

  /**
   * A look that found nothing to do knows best when the next is needed; after a write, the key comes back anyway. Who asks
   * again and again within a second and never finds anything to do is polling: he is asked less often, and at last no
   * rest waits for him.
   * @deviates upstream spins here (requeueStuckDeployment of a deployment that once was complete)
   */
  #planRecheck(key: string, { actions, requeueAfterMs, isRequeueIdle }: Reconciliation): void {
    const actionCount = actions.length;
    const isPolling = actionCount === 0 && requeueAfterMs !== undefined && requeueAfterMs < pollingMs;
    if (!isPolling) {
      this.#polls.delete(key);
      if (requeueAfterMs !== undefined || actionCount === 0)
        this.#queue.recheckAfter(key, requeueAfterMs, isRequeueIdle);
      return;
    }
    const polls = (this.#polls.get(key) ?? 0) + 1;
    this.#polls.set(key, polls);
    const delayMs = Math.max(requeueAfterMs, Math.min(2 ** polls, pollingMs));
    this.#queue.recheckAfter(key, delayMs, polls > patientPolls);
  }

  /** This stands for upstream's expectations: a key is not judged by caches that do not know its own last writes. */
  #waitForOwnWrites(key: string): number {
    let waitMs = 0;
    for (const [resource, version] of this.#unseen.get(key) ?? []) {
      const arrivalMs = this.#informer(resource).arrivalOf(version);
      // What arrives at this very instant may still lie behind this in the queue.
      if (arrivalMs !== undefined) waitMs = Math.max(waitMs, arrivalMs - this.#world.nowMs(), 0.01);
    }
    return waitMs;
  }

  /** Performs what lies on `stack`, the next on top. */
  #perform(stack: Action[], key: string, finish: (hasFailed: boolean) => void): void {
    const action = stack.pop();
    if (action === undefined) {
      finish(false);
      return;
    }
    if (action.do === 'fail') {
      finish(true);
      return;
    }
    if (action.do === 'event') {
      // Told by a recorder of its own, which nobody waits for.
      const { about, type, reason, message } = action;
      this.#world.recordEvent(
        { about, type, reason, message, component: this.#definition.name },
        this.#sendEvent,
      );
      if (action.then !== undefined)
        stack.push(...[...action.then({ ok: true, value: undefined })].reverse());
      this.#perform(stack, key, finish);
      return;
    }
    const delayMs = this.#callMs();
    this.#world.after(delayMs, () => {
      const answer = this.#call(action);
      if (answer.ok) this.#noteWrite(key, action.resource);
      const next = [...(action.then?.(answer) ?? [])].reverse();
      if (answer.ok || action.mayFail === true) {
        stack.push(...next);
        this.#perform(stack, key, finish);
        return;
      }
      // What is to be told of the failure is still told.
      const events = next.filter(({ do: verb }) => verb === 'event');
      this.#perform(events, key, () => finish(true));
    });
  }

  readonly #sendEvent = (write: () => void): void => {
    this.#world.after(this.#callMs(), write);
  };

  /** Until an API call made now has been carried out. */
  #callMs(): number {
    return this.#bucket.reserveMs(this.#world.nowMs()) + this.#random.between(1, 4);
  }

  #noteWrite(key: string, resource: ResourceName): void {
    const written = Number(this.#world.api.lastResourceVersion());
    let unseen = this.#unseen.get(key);
    if (unseen === undefined) this.#unseen.set(key, (unseen = new Map()));
    unseen.set(resource, written);
  }

  #call(action: Exclude<Action, { do: 'event' } | { do: 'fail' }>): Answer<unknown> {
    const { api } = this.#world;
    switch (action.do) {
      case 'create':
        return api.create(action.resource, namespaceOf(action.object), action.object, this.#by);
      case 'update':
        return api.update(action.resource, action.object, this.#withSubresource(action.subresource));
      case 'patch': {
        const by = this.#withSubresource(action.subresource);
        return api.patch(action.resource, action.namespace, action.name, action.type, action.patch, by);
      }
      case 'delete':
        return api.delete(action.resource, action.namespace, action.name, action.options ?? {}, this.#by);
      case 'deleteCollection': {
        const { resource, namespace, options = {} } = action;
        const filter = namespace === undefined ? {} : { namespace };
        return api.deleteCollection(resource, filter, options, this.#by);
      }
      case 'post':
        return api.post(
          action.resource,
          action.namespace,
          action.name,
          action.subresource,
          action.body,
          this.#by,
        );
    }
  }

  #withSubresource(subresource: string | undefined): { user: string; subresource?: string } {
    return subresource === undefined ? this.#by : { ...this.#by, subresource };
  }
}
