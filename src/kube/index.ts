/** The vocabulary of Kubernetes. */
export * from './api.ts';
export type * from './objects/index.ts';
export * from './status.ts';
export * from './node-affinity.ts';
export * from './tolerations.ts';
export * from './version.ts';
export * from './facts/index.ts';
export * from './json-value.ts';
export * from './quantity.ts';
export * from './quantity-amount.ts';
export * from './value-error.ts';
