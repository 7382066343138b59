/** The cluster as a scenario's expectations see it: fed by watches, read synchronously, told apart by resource. */
import type { Backend } from '../backends/index.ts';
import { ApiError } from '../kube/index.ts';
import type { ApiResource, KubeObject, WatchEvent } from '../kube/index.ts';
import { listIfServed } from './list-if-served.ts';
import type { ClusterView, ObjectName, ViewedChange, ViewedResource } from '../expect/index.ts';

interface WatchedResource {
  objects: Map<string, KubeObject>;
  /** Every version seen of each object, also of those that have gone. */
  versions: Map<string, KubeObject[]>;
  list: readonly KubeObject[] | undefined;
}

/** "plural.group"; the core group has none. */
export const resourceId = (resource: Pick<ApiResource, 'group' | 'name'>): string =>
  resource.group === '' ? resource.name : `${resource.name}.${resource.group}`;

const objectKey = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

const versionOf = ({ metadata }: KubeObject): number => Number(metadata.resourceVersion);

const nothingIfRefused = (error: unknown): [] => {
  if (error instanceof ApiError) return [];
  throw error;
};

export class ObservedCluster implements ClusterView {
  readonly #backend: Backend;
  #served: readonly ApiResource[] = [];
  readonly #byName = new Map<string, ApiResource>();
  readonly #watched = new Map<string, WatchedResource>();
  readonly #stops: (() => void)[] = [];
  readonly #listeners = new Set<(resourceId: string, event: WatchEvent) => void>();
  /** The writes since the step began, in the order of their versions. */
  #changes: ViewedChange[] = [];

  private constructor(backend: Backend, served: readonly ApiResource[]) {
    this.#backend = backend;
    this.#note(served);
  }

  #note(served: readonly ApiResource[]): void {
    this.#served = served;
    // Discovery's order decides between equal names, as it does for kubectl: the first group that has it.
    for (const resource of served) {
      for (const name of [
        resource.name,
        resource.singularName,
        ...resource.shortNames,
        resource.kind.toLowerCase(),
        resourceId(resource),
        // Custom resources are named with their group, in the singular too.
        ...(resource.group === '' ? [] : [`${resource.kind.toLowerCase()}.${resource.group}`]),
      ]) {
        if (name !== '' && !this.#byName.has(name)) this.#byName.set(name, resource);
      }
    }
  }

  static async open(backend: Backend): Promise<ObservedCluster> {
    return new ObservedCluster(backend, await backend.api.resources());
  }

  /** Begins to watch the resource of this name, if the cluster serves it. Watching twice is watching once. */
  async watch(name: string): Promise<void> {
    // A kind that is not known may have been defined meanwhile.
    if (!this.#byName.has(name.toLowerCase())) this.#note(await this.#backend.api.resources());
    const resource = this.#byName.get(name.toLowerCase());
    if (resource === undefined || !resource.verbs.includes('watch')) return;
    const id = resourceId(resource);
    if (this.#watched.has(id)) return;
    const watched: WatchedResource = { objects: new Map(), versions: new Map(), list: undefined };
    this.#watched.set(id, watched);
    // What is there already comes first, and is no change.
    let isBeginning = true;
    const stop = await this.#backend.api.watch(resource, {}, (event) => {
      if (event.type === 'BOOKMARK') return;
      const { namespace, name: objectName } = event.object.metadata;
      if (!isBeginning) this.#noteChange(id, event.type, event.object, watched.objects);
      if (event.type === 'DELETED') watched.objects.delete(objectKey(namespace, objectName));
      else watched.objects.set(objectKey(namespace, objectName), event.object);
      watched.list = undefined;
      const versions = watched.versions.get(objectKey(namespace, objectName));
      if (versions === undefined) watched.versions.set(objectKey(namespace, objectName), [event.object]);
      else versions.push(event.object);
      for (const listener of this.#listeners) listener(id, event);
    });
    isBeginning = false;
    this.#stops.push(stop);
  }

  #noteChange(
    resource: string,
    type: ViewedChange['type'],
    object: KubeObject,
    objects: ReadonlyMap<string, KubeObject>,
  ): void {
    const { namespace, name, resourceVersion } = object.metadata;
    const before = objects.get(objectKey(namespace, name));
    const by = this.#backend.authorOf?.(resourceVersion ?? '')?.user;
    // Each resource is watched by itself: what comes late is put where it belongs.
    let at = this.#changes.length;
    while (at > 0 && versionOf(this.#changes[at - 1]!.object) > versionOf(object)) at--;
    this.#changes.splice(at, 0, { type, resource, object, before, by });
  }

  /** A step begins: changes() tells of what comes from now on. */
  beginStep(): void {
    this.#changes = [];
  }

  changes(): readonly ViewedChange[] {
    return this.#changes;
  }

  /** Calls `listener` at every change, in the cluster's order, until the returned function is called. */
  onChange(listener: (resourceId: string, event: WatchEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  resolve(name: string): ViewedResource | undefined {
    const resource = this.#byName.get(name.toLowerCase());
    return resource === undefined
      ? undefined
      : { id: resourceId(resource), kind: resource.kind, namespaced: resource.namespaced };
  }

  list(id: string): readonly KubeObject[] {
    const watched = this.#watched.get(id);
    if (watched === undefined) return [];
    return (watched.list ??= [...watched.objects.values()]);
  }

  get(id: string, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#watched.get(id)?.objects.get(objectKey(namespace, name));
  }

  /** The versions of an object that the watch has shown, oldest first. */
  history({ resource, namespace, name }: ObjectName): readonly KubeObject[] {
    return this.#watched.get(resource)?.versions.get(objectKey(namespace, name)) ?? [];
  }

  now(): number {
    return this.#backend.clock.now();
  }

  /** Everything the cluster serves that it lists for us, at this moment, by resource id. */
  async snapshot(): Promise<Map<string, readonly KubeObject[]>> {
    const objects = new Map<string, readonly KubeObject[]>();
    for (const resource of this.#served) {
      const id = resourceId(resource);
      if (objects.has(id) || !resource.verbs.includes('list')) continue;
      objects.set(id, await listIfServed(this.#backend.api, resource).catch(nothingIfRefused));
    }
    return objects;
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}
