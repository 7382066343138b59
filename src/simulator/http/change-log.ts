/** The latest writes to each resource, so that a watch can begin where a list ended. */
import type { Answer, KubeObject, Status } from '../../kube/index.ts';
import { seenBy, type ApiServer, type Resource, type Selection } from '../apiserver/index.ts';

/** Writes kept of each resource. */
const capacity = 10_000;

export interface LoggedEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** Of a deletion: as it was last, under the version of its deletion. */
  object: KubeObject;
}

interface Entry {
  version: number;
  type: LoggedEvent['type'];
  object: KubeObject;
  old: KubeObject | undefined;
}

interface Follower {
  selection: Selection;
  deliver(event: LoggedEvent): void;
}

const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewResourceExpired; apiserver/pkg/storage/cacher/watch_cache.go */
export const tooOld = (asked: number, oldest: number): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: `too old resource version: ${asked} (${oldest})`,
  reason: 'Expired',
  code: 410,
});

export class ChangeLog {
  readonly #resource: Resource;
  readonly #latest = new Map<string, KubeObject>();
  readonly #followers = new Set<Follower>();
  #entries: Entry[] = [];
  /** The version after which every write is here. */
  #since: number;

  constructor(api: ApiServer, resource: Resource) {
    this.#resource = resource;
    this.#since = Number(api.lastResourceVersion());
    const listed = api.list(resource.name);
    if (listed.ok) for (const object of listed.value.items) this.#latest.set(keyOf(object), object);
    api.watch(resource.name, { resourceVersion: api.lastResourceVersion() }, ({ type, object }) => {
      if (type !== 'BOOKMARK') this.#add(type, object);
    });
  }

  /**
   * Tells `deliver` of every write after `version` to what is selected, and of those to come, until the returned function is
   * called. 410 when the log does not reach back so far.
   */
  follow(version: number, selection: Selection, deliver: (event: LoggedEvent) => void): Answer<() => void> {
    if (version < this.#since) return { ok: false, status: tooOld(version, this.#since + 1) };
    const follower = { selection, deliver };
    let low = 0;
    for (let high = this.#entries.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.#entries[middle]!.version > version) high = middle;
      else low = middle + 1;
    }
    for (const entry of this.#entries.slice(low)) this.#tell(follower, entry);
    this.#followers.add(follower);
    return { ok: true, value: () => this.#followers.delete(follower) };
  }

  /** Everything as it was at `version`; undefined when that is longer ago than the log goes. In no order. */
  objectsAt(version: number): readonly KubeObject[] | undefined {
    if (version < this.#since) return undefined;
    const then = new Map(this.#latest);
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const { version: at, object, old } = this.#entries[index]!;
      if (at <= version) break;
      if (old === undefined) then.delete(keyOf(object));
      else then.set(keyOf(object), old);
    }
    return [...then.values()];
  }

  #add(type: LoggedEvent['type'], object: KubeObject): void {
    const key = keyOf(object);
    const old = this.#latest.get(key);
    if (type === 'DELETED') this.#latest.delete(key);
    else this.#latest.set(key, object);
    const entry: Entry = { version: Number(object.metadata.resourceVersion), type, object, old };
    this.#entries.push(entry);
    if (this.#entries.length >= 2 * capacity) {
      this.#since = this.#entries[capacity - 1]!.version;
      this.#entries = this.#entries.slice(capacity);
    }
    for (const follower of [...this.#followers]) this.#tell(follower, entry);
  }

  #tell({ selection, deliver }: Follower, { type, object, old }: Entry): void {
    const seen = seenBy(selection, { resource: this.#resource.name, type, object, old });
    if (seen === undefined) return;
    if (seen === 'DELETED' && type !== 'DELETED' && old !== undefined) {
      // It has left the selection: shown as it last was in it, under the version at which it left.
      const { resourceVersion } = object.metadata;
      deliver({ type: seen, object: { ...old, metadata: { ...old.metadata, resourceVersion } } });
      return;
    }
    deliver({ type: seen, object });
  }
}
