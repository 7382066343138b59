/** Backend: a Kubernetes API, a clock, and a list of what else the lab can do. Everything above knows only this. */
import type { BackendLostError, Clock } from '../core/index.ts';
import type {
  ContainerTarget,
  ExecResult,
  Fault,
  HttpAnswer,
  HttpFailure,
  HttpRequest,
  KubeApi,
  KubernetesVersion,
  LoadResult,
  LoadSpec,
} from '../kube/index.ts';

export type {
  ContainerTarget,
  ExecResult,
  Fault,
  HttpAnswer,
  HttpFailure,
  HttpRequest,
  LoadResult,
  LoadSpec,
} from '../kube/index.ts';

/** A load that goes on in the background; a backend that is elsewhere has to ask for its result. */
export interface RunningLoad {
  result(): LoadResult | Promise<LoadResult>;
  stop(): LoadResult | Promise<LoadResult>;
}

/** What a lab can do besides its API. An absent capability skips the step that needs it, with `missing`'s reason. */
export interface Capabilities {
  exec?: (
    target: ContainerTarget,
    command: readonly string[],
    /** `deadlineMs`: until when it may take, as of the clock; whoever takes longer is refused with LabproofError. */
    options?: { stdin?: string; tty?: boolean; deadlineMs?: number },
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
  /** Where its API answers, as a kubeconfig names it: "https://127.0.0.1:6443". Absent where there is no such place. */
  readonly server?: string;
  /** What the lab has from the start and this place has not, a sentence each: the scenario is skipped for it. */
  readonly lacks?: readonly string[];
  /** Why a capability is missing, as a sentence. */
  missing(capability: CapabilityName): string;
  /** The write that made this resourceVersion, where the backend keeps a journal. */
  authorOf?(resourceVersion: string): ChangeRecord | undefined;
  /** The last write to an object, where the backend keeps a journal. */
  lastChange?(resource: string, namespace: string | undefined, name: string): ChangeRecord | undefined;
  close(): Promise<void>;
  /** What has broken the lab, once something has: nothing more can be asked of it. */
  broken?(): BackendLostError | undefined;
  /** The lab is somebody else's: why an error that is not of labproof's own making is the fault of what it answered. */
  blame?(error: unknown): BackendLostError | undefined;
  /** What a report should say besides the results, known once it is closed: requests that were repeated, what is left behind. */
  remarks?(): readonly string[];
}
