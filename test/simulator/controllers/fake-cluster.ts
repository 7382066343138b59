/* eslint-disable @typescript-eslint/no-explicit-any */
/** A small cluster for tests of controllers: a store that is its own View, and that performs actions at once. */
import type { Answer, KubeObject, OwnerReference, Pod } from '../../../src/kube/index.ts';
import { alreadyExists, conflict, deepEqual, internalError, notFound } from '../../../src/kube/index.ts';
import { controllerOf } from '../../../src/simulator/controllers/controller-ref.ts';
import type { Action, Controller, View } from '../../../src/simulator/controller.ts';

interface Change {
  resource: string;
  object: KubeObject;
  old?: KubeObject;
  isDeleted: boolean;
}

export interface FakeClusterOptions {
  /** "2021-01-20T12:00:00Z" unless told. */
  startTime?: string;
  /** Refuses an update with an old resourceVersion, as a real server does. */
  checksVersions?: boolean;
}

/** Without milliseconds, as metav1.Time prints. */
export const timeText = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

const hasEnded = ({ status }: Pod): boolean => status?.phase === 'Failed' || status?.phase === 'Succeeded';

export class FakeCluster implements View {
  nowMs: number;
  readonly events: string[] = [];
  readonly log: string[] = [];
  /** Answers a Status to refuse an action with. */
  refuse: (action: Action) => string | undefined = () => undefined;
  readonly #checksVersions: boolean;
  readonly #stores = new Map<string, Map<string, KubeObject>>();
  readonly #controllers: { controller: Controller; queue: Set<string>; delayed: Map<string, number> }[] = [];
  #version = 100;
  #uids = 0;
  #names = 0;

  constructor(options: FakeClusterOptions = {}) {
    this.nowMs = Date.parse(options.startTime ?? '2021-01-20T12:00:00Z');
    this.#checksVersions = options.checksVersions ?? false;
  }

  get now(): { ms: number; time: string } {
    return { ms: this.nowMs, time: timeText(this.nowMs) };
  }

  get(resource: string, namespace: string | undefined, name: string): any {
    return this.#store(resource).get(`${namespace ?? ''}/${name}`);
  }

  list(resource: string, namespace?: string): any[] {
    const all = [...this.#store(resource).values()];
    return namespace === undefined ? all : all.filter(({ metadata }) => metadata.namespace === namespace);
  }

  ownedBy(resource: string, ownerUid: string): any[] {
    return this.list(resource).filter((object) => controllerOf(object)?.uid === ownerUid);
  }

  podsOnNode(nodeName: string): Pod[] {
    return (this.list('pods') as Pod[]).filter(({ spec }) => spec.nodeName === nodeName);
  }

  /** Puts an object there as it is, save for what a server always sets. */
  put(resource: string, object: any): any {
    const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    const old = this.#store(resource).get(key);
    const metadata = {
      uid: `uid-${++this.#uids}`,
      creationTimestamp: timeText(this.nowMs),
      ...object.metadata,
      resourceVersion: String(++this.#version),
    };
    const stored = { ...object, metadata };
    this.#store(resource).set(key, stored);
    this.#notify({ resource, object: stored, ...(old === undefined ? {} : { old }), isDeleted: false });
    return stored;
  }

  /** Changes an object as a user does: a changed spec counts its generation up. */
  edit(resource: string, namespace: string | undefined, name: string, change: (object: any) => any): void {
    const object = change(structuredClone(this.get(resource, namespace, name)));
    const failure = this.perform([{ do: 'update', resource, object }]);
    if (failure !== undefined) throw new Error(failure);
  }

  /** Takes an object away at once. */
  remove(resource: string, namespace: string | undefined, name: string): void {
    const key = `${namespace ?? ''}/${name}`;
    const object = this.#store(resource).get(key);
    if (object === undefined) return;
    this.#store(resource).delete(key);
    this.#notify({ resource, object, isDeleted: true });
  }

  /** Runs a controller on this cluster; every object there is wakes it. */
  start(controller: Controller): void {
    this.#controllers.push({ controller, queue: new Set(), delayed: new Map() });
    for (const [resource, store] of this.#stores)
      for (const object of store.values()) this.#notify({ resource, object, isDeleted: false }, controller);
  }

  /** Reconciles until nothing is due; fails when that takes more than `most` passes. */
  settle(most = 1000): void {
    for (let passes = 0; passes < most; passes++) {
      if (!this.step()) return;
    }
    throw new Error(`not settled after ${most} passes`);
  }

  /**
   * One reconciliation of the first key due, of the controller that `pick` prefers; answers whether there was one.
   */
  step(pick: (count: number) => number = () => 0): boolean {
    const first = pick(this.#controllers.length);
    const inOrder = [...this.#controllers.slice(first), ...this.#controllers.slice(0, first)];
    for (const { controller, queue, delayed } of inOrder) {
      for (const [key, dueMs] of delayed) {
        if (dueMs > this.nowMs) continue;
        delayed.delete(key);
        queue.add(key);
      }
      const [key] = queue;
      if (key === undefined) continue;
      queue.delete(key);
      const result = controller.reconcile(key, this, this.now);
      const failure = this.perform(result.actions) ?? result.error;
      if (failure !== undefined) {
        this.log.push(`failed ${key}: ${failure}`);
        delayed.set(key, this.nowMs + 5);
      }
      if (result.requeueAfterMs !== undefined) {
        const dueMs = this.nowMs + result.requeueAfterMs;
        delayed.set(key, Math.min(dueMs, delayed.get(key) ?? dueMs));
      }
      return true;
    }
    return false;
  }

  /** When the first delayed key is due. */
  get nextDueMs(): number | undefined {
    const due = this.#controllers.flatMap(({ delayed }) => [...delayed.values()]);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Lets time pass, and all that falls due on the way happen. */
  advance(ms: number): void {
    const end = this.nowMs + ms;
    this.settle();
    for (let due = this.nextDueMs; due !== undefined && due <= end; due = this.nextDueMs) {
      this.nowMs = Math.max(due, this.nowMs);
      this.settle();
    }
    this.nowMs = end;
  }

  /** Performs actions in order; answers the message of the failure that ended them. */
  perform(actions: readonly Action[]): string | undefined {
    for (const action of actions) {
      if (action.do === 'fail') return action.error;
      const refusal = this.refuse(action);
      const answer: Answer<unknown> =
        refusal === undefined ? this.#act(action) : { ok: false, status: internalError(refusal) };
      if (!answer.ok && action.mayFail !== true) return answer.status.message;
      const failure = this.perform(action.then?.(answer) ?? []);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  #act(action: Exclude<Action, { do: 'fail' }>): Answer<unknown> {
    if (action.do === 'event') {
      this.events.push(`${action.type} ${action.reason} ${action.message}`);
      return { ok: true, value: undefined };
    }
    if (action.do === 'deleteCollection') throw new Error('the fake cluster deletes no collections');
    const { resource } = action;
    const what = { group: '', resource };
    if (action.do === 'create') {
      const { metadata } = action.object;
      const name = metadata.name || `${metadata.generateName ?? ''}${++this.#names}`;
      this.log.push(`create ${resource} ${name}`);
      if (this.get(resource, metadata.namespace, name) !== undefined)
        return { ok: false, status: alreadyExists(what, name) };
      const status = resource === 'pods' ? { status: { phase: 'Pending' } } : {};
      return {
        ok: true,
        value: this.put(resource, {
          ...action.object,
          ...status,
          metadata: { ...metadata, name, generation: 1 },
        }),
      };
    }
    const { namespace, name } = action.do === 'update' ? action.object.metadata : action;
    const current = this.get(resource, namespace, name);
    this.log.push(
      `${action.do} ${resource} ${name}${'subresource' in action ? ` ${action.subresource}` : ''}`,
    );
    if (current === undefined) return { ok: false, status: notFound(what, name) };
    if (action.do === 'delete') {
      const isRunning = resource === 'pods' && current.spec.nodeName !== undefined && !hasEnded(current);
      if (!isRunning) this.remove(resource, namespace, name);
      else if (current.metadata.deletionTimestamp === undefined)
        this.put(resource, {
          ...current,
          metadata: { ...current.metadata, deletionTimestamp: timeText(this.nowMs) },
        });
      return { ok: true, value: current };
    }
    if (action.do === 'patch') {
      const { ownerReferences = [] } = (action.patch as { metadata: { ownerReferences?: OwnerReference[] } })
        .metadata;
      const owners = [...(current.metadata.ownerReferences ?? [])];
      const merged = ownerReferences.reduce<OwnerReference[]>(
        (list, owner) => [
          ...list.filter(({ uid }) => uid !== owner.uid),
          ...('$patch' in owner ? [] : [owner]),
        ],
        owners,
      );
      return {
        ok: true,
        value: this.put(resource, { ...current, metadata: { ...current.metadata, ownerReferences: merged } }),
      };
    }
    if (action.do !== 'update') return { ok: false, status: internalError(`no ${action.do} here`) };
    const { resourceVersion } = action.object.metadata;
    if (
      this.#checksVersions &&
      resourceVersion !== undefined &&
      resourceVersion !== current.metadata.resourceVersion
    )
      return { ok: false, status: conflict(what, name, 'the object has been modified') };
    const isStatus = action.subresource === 'status';
    const object: any = isStatus
      ? { ...current, status: (action.object as any).status }
      : { ...action.object, status: current.status };
    // Annotations and labels are taken by either.
    const metadata = { ...action.object.metadata, resourceVersion: current.metadata.resourceVersion };
    if (current.metadata.generation !== undefined) metadata.generation = current.metadata.generation;
    // What changes nothing is not written.
    if (deepEqual({ ...object, metadata }, current)) return { ok: true, value: current };
    const isChanged = !isStatus && !deepEqual(object.spec, current.spec);
    const generation = (current.metadata.generation ?? 1) + (isChanged ? 1 : 0);
    return { ok: true, value: this.put(resource, { ...object, metadata: { ...metadata, generation } }) };
  }

  #store(resource: string): Map<string, KubeObject> {
    let store = this.#stores.get(resource);
    if (store === undefined) this.#stores.set(resource, (store = new Map()));
    return store;
  }

  #notify(change: Change, only?: Controller): void {
    for (const { controller, queue } of this.#controllers) {
      if (only !== undefined && only !== controller) continue;
      for (const watch of controller.watches)
        if (watch.resource === change.resource) for (const key of watch.keys(change, this)) queue.add(key);
    }
  }
}
