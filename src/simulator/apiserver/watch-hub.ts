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
  byNode: Map<string, readonly Watcher[]>;
  others: readonly Watcher[];
}

const nodeNameOf = (object: KubeObject | undefined): string =>
  (object as { spec?: { nodeName?: string } } | undefined)?.spec?.nodeName ?? '';

export class WatchHub {
  readonly #audiences = new Map<ResourceName, Audience>();
  readonly #pending: Write[] = [];
  #isTelling = false;

  add(resource: ResourceName, selection: Selection, deliver: Deliver): () => void {
    const audience = this.#audience(resource);
    const watcher: Watcher = { selection, deliver, isClosed: false };
    const { nodeName } = selection;
    const { byNode } = audience;
    // The lists are never changed in place: whoever goes through one has it as it was.
    const change = (next: (watchers: readonly Watcher[]) => readonly Watcher[]): void => {
      if (nodeName === undefined) audience.others = next(audience.others);
      else byNode.set(nodeName, next(byNode.get(nodeName) ?? []));
    };
    change((watchers) => [...watchers, watcher]);
    return () => {
      watcher.isClosed = true;
      change((watchers) => watchers.filter((other) => other !== watcher));
    };
  }

  #audience(resource: ResourceName): Audience {
    let audience = this.#audiences.get(resource);
    if (audience === undefined) this.#audiences.set(resource, (audience = { byNode: new Map(), others: [] }));
    return audience;
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

  #tellAll(watchers: readonly Watcher[] | undefined, write: Write): void {
    if (watchers === undefined) return;
    for (const watcher of watchers) {
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
