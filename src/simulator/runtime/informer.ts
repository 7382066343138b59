/** A shared cache of one resource: what the controllers have been told of it, a moment behind the API server, in order. */
import type { Random } from '../../core/index.ts';
import type { KubeObject, Pod, WatchEvent } from '../../kube/index.ts';
import type { ResourceName } from '../apiserver/index.ts';
import type { World } from '../world.ts';

/** How far a watch event travels: up to so long. */
const maximalLatencyMs = 5;

export interface CacheChange {
  object: KubeObject;
  old?: KubeObject;
  isDeleted: boolean;
}

const noObjects: readonly never[] = [];

/** Objects in the order of their coming, grouped; in a group by a key that they bear themselves, so that none is put together. */
class Groups {
  readonly #groups = new Map<string, Map<string, KubeObject>>();

  get(group: string, key: string): KubeObject | undefined {
    return this.#groups.get(group)?.get(key);
  }

  put(group: string, key: string, object: KubeObject): void {
    let members = this.#groups.get(group);
    if (members === undefined) this.#groups.set(group, (members = new Map()));
    members.set(key, object);
  }

  remove(group: string, key: string): void {
    const members = this.#groups.get(group);
    if (members?.delete(key) === true && members.size === 0) this.#groups.delete(group);
  }

  list(group: string): readonly KubeObject[] {
    const members = this.#groups.get(group);
    return members === undefined ? noObjects : [...members.values()];
  }
}

const isController = ({ controller }: { controller?: boolean }): boolean => controller === true;

const controllerUidOf = ({ metadata }: KubeObject): string | undefined =>
  metadata.ownerReferences?.find(isController)?.uid;

const nodeNameOf = (pod: Pod): string => pod.spec.nodeName ?? '';

export class Informer {
  readonly resource: ResourceName;
  readonly #world: World;
  readonly #random: Random;
  /** By uid. */
  readonly #objects = new Map<string, KubeObject>();
  readonly #byNamespace = new Groups();
  readonly #byOwner = new Groups();
  readonly #byNode = new Groups();
  readonly #lists = new Map<string, readonly KubeObject[]>();
  readonly #handlers: ((change: CacheChange) => void)[] = [];
  /** On their way: when each event arrives, and which version it tells. */
  readonly #arriving: { timeMs: number; version: number; event: WatchEvent }[] = [];
  #head = 0;
  #lastArrivalMs = 0;
  #isStarted = false;

  constructor(world: World, resource: ResourceName) {
    this.#world = world;
    this.resource = resource;
    this.#random = world.random(`informer/${resource}`);
    world.api.watch(resource, {}, (event) => this.#receive(event));
    this.#isStarted = true;
  }

  onChange(handler: (change: CacheChange) => void): void {
    this.#handlers.push(handler);
  }

  get(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#byNamespace.get(namespace ?? '', name);
  }

  list(namespace: string | undefined): readonly KubeObject[] {
    const room = namespace ?? '*';
    let list = this.#lists.get(room);
    if (list === undefined) {
      list = namespace === undefined ? [...this.#objects.values()] : this.#byNamespace.list(namespace);
      this.#lists.set(room, list);
    }
    return list;
  }

  ownedBy(ownerUid: string): readonly KubeObject[] {
    return this.#byOwner.list(ownerUid);
  }

  onNode(nodeName: string): readonly KubeObject[] {
    return this.#byNode.list(nodeName);
  }

  /** When the last change up to `version` will have arrived; undefined when it has. */
  arrivalOf(version: number): number | undefined {
    let timeMs: number | undefined;
    for (let index = this.#head; index < this.#arriving.length; index++) {
      const arriving = this.#arriving[index]!;
      if (arriving.version > version) break;
      timeMs = arriving.timeMs;
    }
    return timeMs;
  }

  #receive(event: WatchEvent): void {
    if (!this.#isStarted) {
      this.#apply(event);
      return;
    }
    const nowMs = this.#world.nowMs();
    const timeMs = Math.max(this.#lastArrivalMs, nowMs + this.#random.float() * maximalLatencyMs);
    this.#lastArrivalMs = timeMs;
    this.#arriving.push({ timeMs, version: Number(event.object.metadata.resourceVersion), event });
    this.#world.after(timeMs - nowMs, () => this.#arrive());
  }

  #arrive(): void {
    const arrived = this.#arriving[this.#head++];
    if (this.#head > 1024 && this.#head * 2 > this.#arriving.length) {
      this.#arriving.splice(0, this.#head);
      this.#head = 0;
    }
    if (arrived === undefined) return;
    const change = this.#apply(arrived.event);
    for (const handler of this.#handlers) handler(change);
  }

  #apply({ type, object }: WatchEvent): CacheChange {
    const { namespace = '', name, uid } = object.metadata;
    const key = uid ?? `${namespace}/${name}`;
    const old = this.#objects.get(key);
    const isDeleted = type === 'DELETED';
    if (isDeleted) {
      this.#objects.delete(key);
      this.#byNamespace.remove(namespace, name);
    } else {
      this.#objects.set(key, object);
      this.#byNamespace.put(namespace, name, object);
    }
    if (this.#lists.size > 0) this.#lists.clear();
    const now = isDeleted ? undefined : object;
    regroup(this.#byOwner, key, old && controllerUidOf(old), now && controllerUidOf(now), object);
    if (this.resource === 'pods')
      regroup(this.#byNode, key, old && nodeNameOf(old as Pod), now && nodeNameOf(now as Pod), object);
    return old === undefined ? { object, isDeleted } : { object, old, isDeleted };
  }
}

const regroup = (
  groups: Groups,
  key: string,
  from: string | undefined,
  to: string | undefined,
  object: KubeObject,
): void => {
  if (from !== undefined && from !== to) groups.remove(from, key);
  if (to !== undefined) groups.put(to, key, object);
};
