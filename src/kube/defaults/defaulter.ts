/** Defaulter: what the API fills in for one kind of object. */
import type { UnknownObject } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';

/** Gives the object with its defaults: a new object that shares what did not change, or the same one. Never changes its argument. */
export type Defaulter<T> = (object: T, version: KubernetesVersion) => T;

export interface KindDefaults {
  /** "apps/v1/Deployment", "v1/Pod"; several when the same defaults hold for all of them. */
  types: readonly string[];
  defaults: Defaulter<UnknownObject>;
}

export const defineDefaults = <T>(types: readonly string[], defaults: Defaulter<T>): KindDefaults => ({
  types,
  // The registry hands every function only objects of the types beside it.
  defaults: defaults as unknown as Defaulter<UnknownObject>,
});
