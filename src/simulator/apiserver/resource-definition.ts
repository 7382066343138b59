/** What a resource is: where it is served, under which names, with which verbs and subresources. */
import { isAtLeast, type KubeObject, type KubernetesVersion } from '../../kube/index.ts';
import type { ResourceName } from './resource-types.ts';
import type { ServerCore } from './server-core.ts';

/** One version of a resource's API. */
export interface ServedVersion {
  version: string;
  /** Another group that serves the same objects ("extensions"). */
  group?: string;
  /** The first minor that serves it. */
  since?: number;
  /** The first minor that no longer serves it. */
  until?: number;
  /** From the stored form to this version's, and back; absent: only apiVersion differs. */
  fromStored?: (stored: KubeObject) => KubeObject;
  toStored?: (served: KubeObject) => KubeObject;
  /** Where they differ from the resource's. */
  subresources?: readonly string[];
}

export interface ResourceDefinition {
  group: string;
  kind: string;
  plural: string;
  singular: string;
  /** The kind of lists; absent: the kind and "List". */
  listKind?: string;
  shortNames?: readonly string[];
  categories?: readonly string[];
  namespaced: boolean;
  /** In order of preference. The first that a cluster's version serves is also the stored form. */
  versions: readonly ServedVersion[];
  /** Absent: all of them. */
  verbs?: readonly string[];
  subresources?: readonly string[];
  /** What becomes of dependents when a deletion does not say. @source k8s 1.20 DefaultGarbageCollectionPolicy */
  orphansByDefault?: boolean;
  /** A PUT to a name that does not exist creates it. @source k8s 1.20 AllowCreateOnUpdate */
  createsOnUpdate?: boolean;
  /** A deletion answers the object that went, not a Status. @source k8s 1.20 genericregistry.Store ReturnDeletedObject */
  answersDeleted?: boolean;
  /** Served by another server through the aggregation layer; nothing is stored. */
  isAggregated?: boolean;
  /** Verbs and subresources that came later: the first minor that has them. */
  since?: Readonly<Record<string, number>>;
  /** Objects that are there without anybody making them. What is written to one of them is stored. */
  computed?: (core: ServerCore) => readonly KubeObject[];
}

/** The definition as a cluster of this version has it. */
export const definitionAt = (
  definition: ResourceDefinition,
  version: KubernetesVersion,
): ResourceDefinition => {
  const { since } = definition;
  if (since === undefined) return definition;
  const there = (names: readonly string[] | undefined): readonly string[] | undefined =>
    names?.filter((name) => isAtLeast(version, since[name] ?? 0));
  const [verbs, subresources] = [there(definition.verbs), there(definition.subresources)];
  return {
    ...definition,
    ...(verbs === undefined ? {} : { verbs }),
    ...(subresources === undefined ? {} : { subresources }),
  };
};

export const defineResource = (definition: ResourceDefinition): ResourceDefinition => definition;

/** "deployments.apps"; "pods" in the core group. */
export const resourceNameOf = ({ group, plural }: { group: string; plural: string }): ResourceName =>
  group === '' ? plural : `${plural}.${group}`;

/** "apps/v1"; "v1" in the core group. */
export const apiVersionOf = (group: string, version: string): string =>
  group === '' ? version : `${group}/${version}`;

export const isServed = (served: ServedVersion, version: KubernetesVersion): boolean =>
  (served.since === undefined || isAtLeast(version, served.since)) &&
  (served.until === undefined || !isAtLeast(version, served.until));
