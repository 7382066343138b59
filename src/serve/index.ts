/** The simulated cluster, served to real clients. */
export {
  serveCluster,
  serveParts,
  wallTimers,
  type ClusterTime,
  type ServedCluster,
  type ServedParts,
  type ServeOptions,
} from './serve-cluster.ts';
export type { Speed } from './time-pump.ts';
export { checkWishes, type WishedCluster } from './state/cluster-state.ts';
export { stateSchema } from './state/journal-schema.ts';
export { StateFile } from './state/state-file.ts';
