/** What can be done to a lab besides its API: commands in containers, HTTP requests, load, faults. Simulated and real labs alike. */

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
