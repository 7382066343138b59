/** Tells every watcher of every write, in the order of the writes, at the moment of the write. */
import type { KubeObject, WatchEvent } from '../../kube/index.ts';
import type { ResourceName } from './resource-types.ts';
import { isSelected, type Selection } from './selection.ts';

type Deliver = (event: WatchEvent) => void;

interface Watcher {
  selection: Selection;
  deliver: Deliver;
  isClosed: boolean;
}

export interface Write {
  resource: ResourceName;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
  old: KubeObject | undefined;
}

interface Audience {
  /** Watchers of one node's pods apart, so that a write to a pod does not ask every kubelet. */
  byNode: Map<string, Watcher[]>;
  others: Watcher[];
}

const nodeNameOf = (object: KubeObject | undefined): string =>
  (object as { spec?: { nodeName?: string } } | undefined)?.spec?.nodeName ?? '';

export class WatchHub {
  readonly #audiences = new Map<ResourceName, Audience>();
  readonly #pending: Write[] = [];
  #isTelling = false;

  add(resource: ResourceName, selection: Selection, deliver: Deliver): () => void {
    let audience = this.#audiences.get(resource);
    if (audience === undefined) this.#audiences.set(resource, (audience = { byNode: new Map(), others: [] }));
    const watcher: Watcher = { selection, deliver, isClosed: false };
    let place = audience.others;
    if (selection.nodeName !== undefined) {
      const sameNode = audience.byNode.get(selection.nodeName);
      if (sameNode === undefined) audience.byNode.set(selection.nodeName, (place = []));
      else place = sameNode;
    }
    place.push(watcher);
    return () => {
      watcher.isClosed = true;
      const index = place.indexOf(watcher);
      if (index >= 0) place.splice(index, 1);
    };
  }

  /** Writes made by a watcher while it is told wait until every watcher has heard of the first. */
  tell(write: Write): void {
    this.#pending.push(write);
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift())
        this.#tellOne(next);
    } finally {
      this.#isTelling = false;
    }
  }

  #tellOne(write: Write): void {
    const audience = this.#audiences.get(write.resource);
    if (audience === undefined) return;
    if (audience.byNode.size > 0) {
      const now = nodeNameOf(write.object);
      const before = nodeNameOf(write.old);
      this.#tellAll(audience.byNode.get(now), write);
      if (before !== now) this.#tellAll(audience.byNode.get(before), write);
    }
    this.#tellAll(audience.others, write);
  }

  #tellAll(watchers: Watcher[] | undefined, write: Write): void {
    if (watchers === undefined || watchers.length === 0) return;
    for (const watcher of watchers.length === 1 ? watchers : [...watchers]) {
      if (watcher.isClosed) continue;
      const type = seenBy(watcher.selection, write);
      if (type !== undefined) watcher.deliver({ type, object: write.object });
    }
  }
}

/** A change that moves an object into or out of a selection is an ADDED or a DELETED to its watcher. */
export const seenBy = (selection: Selection, { type, object, old }: Write): Write['type'] | undefined => {
  const isIn = isSelected(selection, object);
  const wasIn = type === 'ADDED' ? false : old === undefined ? isIn : isSelected(selection, old);
  if (type === 'DELETED') return wasIn ? 'DELETED' : undefined;
  if (isIn) return wasIn ? 'MODIFIED' : 'ADDED';
  return wasIn ? 'DELETED' : undefined;
};
