/** The resources that a cluster of one version serves, found by name, by kind or by path. */
import type { GroupResource, KubernetesVersion } from '../../kube/index.ts';
import {
  apiVersionOf,
  definitionAt,
  isServed,
  resourceNameOf,
  type ResourceDefinition,
  type ServedVersion,
} from './resource-definition.ts';
import type { CustomResource } from './custom-resources/index.ts';
import type { ResourceName } from './resource-types.ts';
import { resourceDefinitions } from './resources/index.ts';

export interface Resource {
  readonly name: ResourceName;
  readonly definition: ResourceDefinition;
  /** As messages name it. */
  readonly groupResource: GroupResource;
  /** The versions this cluster serves, the preferred one first; never empty. */
  readonly versions: readonly ServedVersion[];
  /** apiVersion of the stored objects. */
  readonly apiVersion: string;
  readonly subresources: ReadonlySet<string>;
  /** Of a kind that a CustomResourceDefinition defines. */
  readonly custom?: CustomResource;
}

const kindsOf = ({ definition, versions }: Resource): string[] =>
  versions.map(
    ({ group, version }) => `${apiVersionOf(group ?? definition.group, version)}/${definition.kind}`,
  );

export class ResourceCatalogue {
  #all: readonly Resource[];
  /** Counts changes of what is served. */
  #revision = 0;
  readonly #onAdd: ((resource: Resource) => void)[] = [];
  readonly #byName = new Map<string, Resource>();
  readonly #byKind = new Map<string, Resource>();

  constructor(version: KubernetesVersion) {
    const all: Resource[] = [];
    for (const given of resourceDefinitions) {
      const definition = definitionAt(given, version);
      const versions = definition.versions.filter((served) => isServed(served, version));
      const [preferred] = versions;
      if (preferred === undefined) continue;
      const resource: Resource = {
        name: resourceNameOf(definition),
        definition,
        groupResource: { group: definition.group, resource: definition.plural },
        versions,
        apiVersion: apiVersionOf(preferred.group ?? definition.group, preferred.version),
        subresources: new Set(definition.subresources),
      };
      all.push(resource);
      this.#byName.set(resource.name, resource);
      for (const kind of kindsOf(resource)) this.#byKind.set(kind, resource);
    }
    this.#all = all;
  }

  get all(): readonly Resource[] {
    return this.#all;
  }

  /** Another one each time that what is served has changed. */
  get revision(): number {
    return this.#revision;
  }

  /** Serves a resource from now on, in place of what its name had stood for. */
  set(resource: Resource): void {
    const isNew = !this.#byName.has(resource.name);
    this.#take(resource.name);
    this.#all = [...this.#all, resource];
    this.#byName.set(resource.name, resource);
    for (const kind of kindsOf(resource)) this.#byKind.set(kind, resource);
    if (isNew) for (const onAdd of this.#onAdd) onAdd(resource);
  }

  /** Serves it no longer. */
  remove(name: ResourceName): void {
    if (this.#byName.has(name)) this.#take(name);
  }

  /** Calls `onAdd` for every resource that comes to those that there are. */
  onAdd(onAdd: (resource: Resource) => void): void {
    this.#onAdd.push(onAdd);
  }

  #take(name: ResourceName): void {
    this.#revision++;
    const resource = this.#byName.get(name);
    if (resource === undefined) return;
    this.#all = this.#all.filter((one) => one !== resource);
    this.#byName.delete(name);
    for (const kind of kindsOf(resource)) if (this.#byKind.get(kind) === resource) this.#byKind.delete(kind);
  }

  get(name: ResourceName): Resource | undefined {
    return this.#byName.get(name);
  }

  ofKind(apiVersion: string, kind: string): Resource | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }
}
