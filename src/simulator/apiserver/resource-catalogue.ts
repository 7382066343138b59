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
}

export class ResourceCatalogue {
  readonly all: readonly Resource[];
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
      for (const served of versions) {
        this.#byKind.set(
          `${apiVersionOf(served.group ?? definition.group, served.version)}/${definition.kind}`,
          resource,
        );
      }
    }
    this.all = all;
  }

  get(name: ResourceName): Resource | undefined {
    return this.#byName.get(name);
  }

  ofKind(apiVersion: string, kind: string): Resource | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }
}
