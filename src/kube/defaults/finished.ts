/** Specs that were shaped and defaulted once: most requests bring back the very spec that is stored, and need not look at it again. */
import type { KubernetesVersion } from '../version.ts';

const minorBySpec = new WeakMap<object, number>();

/** Remembers a spec that came out of defaulting. Objects that an API server has seen are never changed in place. */
export const markFinished = (spec: unknown, version: KubernetesVersion): void => {
  if (typeof spec === 'object' && spec !== null) minorBySpec.set(spec, version.minor);
};

/** True when `spec` came out of defaulting in this version. */
export const isFinished = (spec: object, minor: number): boolean => minorBySpec.get(spec) === minor;
