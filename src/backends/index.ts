/** Backends: the labs a scenario can be played on. */
export type * from './backend.ts';
export * from './cluster/index.ts';
export * from './process/index.ts';
export * from './simulator/index.ts';
