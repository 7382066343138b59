/** What the cluster remembers: immutable objects by resource, namespace and name, one counter of versions, and who wrote last. */
import type { KubeObject, Pod } from '../../kube/index.ts';
import type { Change } from './api-server.ts';
import type { ResourceName } from './resource-types.ts';

const noObjects: readonly never[] = [];

const byName = (a: KubeObject, b: KubeObject): number =>
  a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0;

/** The objects of one resource. Cluster-scoped ones live in the namespace ''. */
class ObjectTable {
  readonly #rooms = new Map<string, Map<string, KubeObject>>();
  readonly #sorted = new Map<string, readonly KubeObject[]>();
  #all: readonly KubeObject[] | undefined;
  count = 0;

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#rooms.get(namespace)?.get(name);
  }

  put(namespace: string, object: KubeObject): void {
    let room = this.#rooms.get(namespace);
    if (room === undefined) this.#rooms.set(namespace, (room = new Map()));
    const before = room.size;
    room.set(object.metadata.name, object);
    this.count += room.size - before;
    this.#forget(namespace);
  }

  remove(namespace: string, name: string): void {
    if (this.#rooms.get(namespace)?.delete(name) !== true) return;
    this.count--;
    this.#forget(namespace);
  }

  /** In the order of etcd's keys: by namespace, then by name. */
  list(namespace: string | undefined): readonly KubeObject[] {
    if (namespace === undefined) {
      return (this.#all ??= [...this.#rooms.keys()].sort().flatMap((room) => this.list(room)));
    }
    const room = this.#rooms.get(namespace);
    if (room === undefined) return noObjects;
    let sorted = this.#sorted.get(namespace);
    if (sorted === undefined) this.#sorted.set(namespace, (sorted = [...room.values()].sort(byName)));
    return sorted;
  }

  #forget(namespace: string): void {
    this.#all = undefined;
    this.#sorted.delete(namespace);
  }
}

export class Store {
  readonly #tables = new Map<ResourceName, ObjectTable>();
  readonly #changes = new Map<string, Change>();
  readonly #podsByNode = new Map<string, Map<string, Pod>>();
  #resourceVersion: number;

  /** `firstVersion`: where the counter starts. */
  constructor(firstVersion: number) {
    this.#resourceVersion = firstVersion;
  }

  get resourceVersion(): string {
    return String(this.#resourceVersion);
  }

  nextResourceVersion(): string {
    return String(++this.#resourceVersion);
  }

  get(resource: ResourceName, namespace: string, name: string): KubeObject | undefined {
    return this.#tables.get(resource)?.get(namespace, name);
  }

  list(resource: ResourceName, namespace: string | undefined): readonly KubeObject[] {
    return this.#tables.get(resource)?.list(namespace) ?? noObjects;
  }

  count(resource: ResourceName): number {
    return this.#tables.get(resource)?.count ?? 0;
  }

  /** Pods by spec.nodeName, in the order of their binding. */
  podsOnNode(nodeName: string): readonly Pod[] {
    const pods = this.#podsByNode.get(nodeName);
    return pods === undefined ? noObjects : [...pods.values()];
  }

  put(change: Change, object: KubeObject): void {
    let table = this.#tables.get(change.resource);
    if (table === undefined) this.#tables.set(change.resource, (table = new ObjectTable()));
    table.put(change.namespace, object);
    if (change.resource === 'pods') this.#indexPod(object as Pod, false);
    this.#note(change);
  }

  remove(change: Change, object: KubeObject): void {
    this.#tables.get(change.resource)?.remove(change.namespace, change.name);
    if (change.resource === 'pods') this.#indexPod(object as Pod, true);
    this.#note(change);
  }

  lastChange(resource: ResourceName, namespace: string, name: string): Change | undefined {
    return this.#changes.get(`${resource}|${namespace}|${name}`);
  }

  #note(change: Change): void {
    this.#changes.set(`${change.resource}|${change.namespace}|${change.name}`, change);
  }

  #indexPod(pod: Pod, isRemoved: boolean): void {
    const { nodeName } = pod.spec;
    if (nodeName === undefined || nodeName === '') return;
    let pods = this.#podsByNode.get(nodeName);
    if (pods === undefined) this.#podsByNode.set(nodeName, (pods = new Map()));
    const key = `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
    if (isRemoved) pods.delete(key);
    else pods.set(key, pod);
  }
}
