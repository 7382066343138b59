/** Strategy: what of an object a client may set on create, on update, and on an update of its status. */
import type { KubeObject, UnknownObject } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';

export type PrepareForCreate<T> = (object: T, version: KubernetesVersion) => T;
export type PrepareForUpdate<T> = (object: T, old: T, version: KubernetesVersion) => T;

export interface Strategy<T = UnknownObject> {
  /** "Deployment.apps", "Pod": kind and group; every version of the group is meant. */
  kinds: readonly string[];
  prepareForCreate?: PrepareForCreate<T>;
  prepareForUpdate?: PrepareForUpdate<T>;
  /** On top of what holds for every kind: only status and metadata change. */
  prepareForStatusUpdate?: PrepareForUpdate<T>;
  /** Whether a PUT without resourceVersion overwrites whatever is there; true when absent. */
  allowUnconditionalUpdate?: boolean;
}

export const defineStrategy = <T extends KubeObject>(strategy: Strategy<T>): Strategy =>
  // The registry hands every strategy only objects of its own kinds.
  strategy as unknown as Strategy;
