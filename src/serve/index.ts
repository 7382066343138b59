/** The simulated cluster, served to real clients. */
export { serveCluster, type ServedCluster, type ServeOptions } from './serve-cluster.ts';
export type { Speed } from './time-pump.ts';
