/** A real cluster as a backend. */
export { cleanUpCluster, createClusterBackend, readClusterVersion } from './cluster-backend.ts';
export type { ClusterBackend, ClusterBackendOptions, ClusterOptions } from './cluster-backend.ts';
