/** What the cluster remembers: immutable objects by resource, namespace and name, one counter of versions, and who wrote last. */
import type { KubeObject, Pod } from '../../kube/index.ts';
import type { Change } from './api-server.ts';
import type { ResourceName } from './resource-types.ts';

const noObjects: readonly never[] = [];

const byName = (a: KubeObject, b: KubeObject): number =>
  a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0;

/** An object and who wrote it last; the object is gone when only the change is left. */
interface Entry {
  object: KubeObject | undefined;
  change: Change;
}

/** The objects of one resource. Cluster-scoped ones live in the namespace ''. */
class ObjectTable {
  readonly #rooms = new Map<string, Map<string, Entry>>();
  readonly #sorted = new Map<string, readonly KubeObject[]>();
  #all: readonly KubeObject[] | undefined;
  count = 0;

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#rooms.get(namespace)?.get(name)?.object;
  }

  lastChange(namespace: string, name: string): Change | undefined {
    return this.#rooms.get(namespace)?.get(name)?.change;
  }

  set(change: Change, object: KubeObject | undefined): void {
    const { namespace, name } = change;
    let room = this.#rooms.get(namespace);
    if (room === undefined) this.#rooms.set(namespace, (room = new Map()));
    const entry = room.get(name);
    if (entry?.object === undefined && object !== undefined) this.count++;
    if (entry?.object !== undefined && object === undefined) this.count--;
    if (entry === undefined) room.set(name, { object, change });
    else {
      entry.object = object;
      entry.change = change;
    }
    this.#all = undefined;
    this.#sorted.delete(namespace);
  }

  /** In the order of etcd's keys: by namespace, then by name. */
  list(namespace: string | undefined): readonly KubeObject[] {
    if (namespace === undefined) {
      return (this.#all ??= [...this.#rooms.keys()].sort().flatMap((room) => this.list(room)));
    }
    const room = this.#rooms.get(namespace);
    if (room === undefined) return noObjects;
    let sorted = this.#sorted.get(namespace);
    if (sorted === undefined) {
      const objects: KubeObject[] = [];
      for (const { object } of room.values()) if (object !== undefined) objects.push(object);
      this.#sorted.set(namespace, (sorted = objects.sort(byName)));
    }
    return sorted;
  }
}

export class Store {
  readonly #tables = new Map<ResourceName, ObjectTable>();
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
    this.#table(change.resource).set(change, object);
    if (change.resource === 'pods') this.#indexPod(object as Pod, false);
  }

  remove(change: Change, object: KubeObject): void {
    this.#table(change.resource).set(change, undefined);
    if (change.resource === 'pods') this.#indexPod(object as Pod, true);
  }

  lastChange(resource: ResourceName, namespace: string, name: string): Change | undefined {
    return this.#tables.get(resource)?.lastChange(namespace, name);
  }

  #table(resource: ResourceName): ObjectTable {
    let table = this.#tables.get(resource);
    if (table === undefined) this.#tables.set(resource, (table = new ObjectTable()));
    return table;
  }

  #indexPod(pod: Pod, isRemoved: boolean): void {
    const { nodeName } = pod.spec;
    if (nodeName === undefined || nodeName === '') return;
    let pods = this.#podsByNode.get(nodeName);
    if (pods === undefined) this.#podsByNode.set(nodeName, (pods = new Map()));
    const key = pod.metadata.uid ?? '';
    if (isRemoved) pods.delete(key);
    else pods.set(key, pod);
  }
}
