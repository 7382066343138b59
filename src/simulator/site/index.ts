/** The lab's machines, network and add-ons, as one. */
export type { LogOptions } from './container-log.ts';
export type { Fault } from '../../kube/index.ts';
export { Site } from './site.ts';
export type { ExecOptions, ExecResult } from '../shell/index.ts';
export type { ContainerTarget } from '../kubelet/index.ts';
export type {
  HttpAnswer,
  HttpFailure,
  HttpRequest,
  LoadResult,
  LoadSpec,
  RunningLoad,
} from '../network/index.ts';
