/** Backend: a Kubernetes API, a clock, and a list of what else the lab can do. Everything above knows only this. */
import type { Clock } from '../core/index.ts';
import type { KubeApi, KubernetesVersion } from '../kube/index.ts';

export interface ContainerTarget {
  namespace: string;
  pod: string;
  /** Absent: the pod's default container. */
  container?: string;
}

export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface HttpRequest {
  method?: string;
  /** "http://172.16.132.4/", "http://192.168.1.101:30000". */
  url: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs?: number;
  /** Sent from inside this pod; absent: from a machine of the lab's network. */
  from?: ContainerTarget;
}

export interface HttpAnswer {
  status: number;
  statusText: string;
  headers: Record<string, string>;
  body: string;
  /** The pod that answered, "namespace/name", where the backend can tell. */
  pod?: string;
}

/** A refused or lost request: what a client would see. */
export interface HttpFailure {
  error: 'refused' | 'timeout' | 'unreachable' | 'reset' | 'unresolved';
  message: string;
}

export interface LoadSpec {
  request: HttpRequest;
  requestsPerSecond: number;
  /** Absent: until stopped. */
  durationMs?: number;
}

export interface LoadResult {
  sent: number;
  succeeded: number;
  failed: number;
  /** Answers by pod, "namespace/name". */
  byPod: Record<string, number>;
}

export interface RunningLoad {
  result(): LoadResult;
  stop(): LoadResult;
}

/** What happens to the lab. `name` is registered by the backend that can do it. */
export type Fault =
  | { kind: 'killProcess'; target: ContainerTarget; pid: number; signal?: string }
  | { kind: 'powerOff'; node: string }
  | { kind: 'powerOn'; node: string }
  | { kind: 'cutNetwork'; node: string }
  | { kind: 'restoreNetwork'; node: string }
  | { kind: 'stopKubelet'; node: string }
  | { kind: 'startKubelet'; node: string }
  | { kind: 'breakRegistry'; image?: string }
  | { kind: 'restoreRegistry'; image?: string }
  | { kind: 'slowPull'; image?: string; delayMs: number };

/** What a lab can do besides its API. An absent capability skips the step that needs it, with `missing`'s reason. */
export interface Capabilities {
  exec?: (
    target: ContainerTarget,
    command: readonly string[],
    options?: { stdin?: string; tty?: boolean },
  ) => Promise<ExecResult>;
  request?: (request: HttpRequest) => Promise<HttpAnswer | HttpFailure>;
  load?: (load: LoadSpec) => Promise<RunningLoad>;
  fault?: (fault: Fault) => Promise<void>;
  /** Adds one of the lab's spare machines, or removes a machine, by name. */
  addNode?: (name: string) => Promise<void>;
  removeNode?: (name: string) => Promise<void>;
  /** Nodes may be cordoned, drained, tainted and labelled. */
  disruption?: true;
}

export type CapabilityName = keyof Capabilities;

/** One write to the cluster, as the backend knows it: for "when it last changed and by whom". */
export interface ChangeRecord {
  timeMs: number;
  user: string;
  verb: string;
  resource: string;
  namespace?: string;
  name: string;
  resourceVersion?: string;
}

export interface Backend {
  /** 'simulator', 'cluster:kind-lab', 'process:./my-simulator'. */
  readonly name: string;
  readonly version: KubernetesVersion;
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly can: Capabilities;
  /** Why a capability is missing, as a sentence. */
  missing(capability: CapabilityName): string;
  /** The write that made this resourceVersion, where the backend keeps a journal. */
  authorOf?(resourceVersion: string): ChangeRecord | undefined;
  /** The last write to an object, where the backend keeps a journal. */
  lastChange?(resource: string, namespace: string | undefined, name: string): ChangeRecord | undefined;
  close(): Promise<void>;
}
