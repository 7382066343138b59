/** Emptying nodes: which nodes, which pods, and how the pods go. */
export * from './nodes.ts';
export * from './pod-filters.ts';
export * from './remove-pods.ts';
