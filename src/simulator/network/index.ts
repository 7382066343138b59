/** The lab's network: requests, load, services, names. */
export type * from './http.ts';
export { startLoad } from './load.ts';
export type { LoadResult, LoadSpec, RunningLoad } from '../../kube/index.ts';
export { Network } from './network.ts';
export type { Route } from './network.ts';
export { ServiceTable } from './service-table.ts';
