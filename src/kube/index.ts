/** The vocabulary of Kubernetes. */
export * from './api.ts';
export type * from './objects/index.ts';
export * from './status.ts';
export * from './node-affinity.ts';
export * from './tolerations.ts';
export * from './version.ts';
