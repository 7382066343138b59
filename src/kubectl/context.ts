/** What a kubectl command is given: the API, the clock, the workstation's files, and where to print. */
import type { Capabilities } from '../backends/index.ts';
import type { Clock } from '../core/index.ts';
import type { ApiResource, KubeApi, KubernetesVersion } from '../kube/index.ts';

/** The machine on which the line is typed. Paths given to it are as typed, with `~` expanded. */
export interface WorkstationFiles {
  /** What `~` stands for: "/root". */
  home: string;
  /** What relative paths are relative to. */
  cwd: string;
  /** A file's text; undefined when there is none. */
  read(path: string): string | undefined;
  /** Names in a directory, sorted; undefined when it is none. */
  list(path: string): string[] | undefined;
  /** Changes a file, for the workstation's own life. Absent where nothing can be changed. */
  write?(path: string, text: string): void;
}

/** What runKubectl needs. */
export interface KubectlContext {
  api: KubeApi;
  clock: Clock;
  files?: WorkstationFiles;
  /** The namespace of the current context; "default" when absent. */
  namespace?: string;
  /** Where the API answers, as a kubeconfig names it; where the cluster itself says, when absent. */
  server?: string;
  /** The version of the client, which decides its texts; v1.20.2 when absent. */
  version?: KubernetesVersion;
  /** What the server says it is (`kubectl version`); the client's version when absent. */
  serverVersion?: KubernetesVersion;
  can?: Pick<Capabilities, 'exec'>;
  /** Why a capability is missing, as a sentence. */
  missing?(capability: 'exec'): string;
  /** What is typed or piped into the command. */
  stdin?: string;
  /** True when stdin is a terminal, as `-t` wants it. */
  isTerminal?: boolean;
  /** The time zone of the workstation, an IANA name ('Asia/Seoul'); 'UTC' when absent. */
  timeZone?: string;
  /** Watches and waits end at this time (as of clock.now()) as if interrupted. */
  deadlineMs?: number;
  /** Called with every piece of output when it is printed. */
  onOutput?(stream: 'stdout' | 'stderr', text: string): void;
}

/** What a command's `run` is given. */
export interface CommandContext {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly files: WorkstationFiles;
  readonly version: KubernetesVersion;
  readonly serverVersion: KubernetesVersion;
  /** Where the API answers: "https://192.168.1.10:6443". */
  server(): Promise<string>;
  /** The namespace of -n, else that of the context. */
  readonly namespace: string;
  /** True when -n was given. */
  readonly isNamespaceExplicit: boolean;
  /** Of --request-timeout; undefined when none. */
  readonly requestTimeoutMs: number | undefined;
  readonly deadlineMs: number | undefined;
  readonly can: Pick<Capabilities, 'exec'>;
  missing(capability: 'exec'): string;
  readonly stdin: string | undefined;
  readonly isTerminal: boolean;
  readonly timeZone: string;
  /** "kubectl rollout status": for usageError(). */
  readonly commandPath: string;
  /** The line as --record keeps it in kubernetes.io/change-cause: arguments first, then every flag as --name=value. */
  readonly changeCause: string;
  /** All resources that the API serves; asked once. */
  resources(): Promise<readonly ApiResource[]>;
  out(text: string): void;
  err(text: string): void;
}
