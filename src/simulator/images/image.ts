/** Image: what a container made from it is — files, commands, and the program that its first process runs. */

/** A time between two bounds, drawn by seed. */
export type RangeMs = readonly [fromMs: number, toMs: number];

export interface ServiceRequest {
  method: string;
  /** With the query string. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** The address the packet comes from. */
  clientAddress: string;
}

export interface ServiceAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What a program sees of the container it runs in. */
export interface ProgramSurroundings {
  readonly hostname: string;
  readonly podAddress: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly nowMs: number;
  readFile(path: string): string | undefined;
  writeFile(path: string, content: string): void;
  log(line: string, stream?: 'stdout' | 'stderr'): void;
}

/** A program that runs as a process and, perhaps, serves. */
export interface Service {
  /** Last path elements of argv[0] that mean this program. */
  executables: readonly string[];
  /** argv of its child processes. */
  children?: readonly string[];
  /** How `ps` shows it, when not as its argv. */
  title?: string;
  ports: readonly number[];
  /** From start of the process to the first request it answers. Absent: at once. */
  listenMs?: RangeMs;
  /** From a signal that ends it to its end. */
  stopMs: RangeMs;
  /** Exit code after a signal it handles. A signal that is absent here does nothing to a first process. */
  exitCodes: Readonly<Record<string, number>>;
  /** Ends by itself after so long, with `exitCode`. */
  runs?: { forMs: RangeMs; exitCode: number };
  onStart?(surroundings: ProgramSurroundings): void;
  /** It passes requests on, as objects of the cluster say; `answer` is for those that nobody wants. */
  proxy?: { kind: 'ingress'; needsClass: boolean };
  answer?(request: ServiceRequest, surroundings: ProgramSurroundings): ServiceAnswer;
  /** What the program prints (to standard error) and ends with when it is called by hand: "nginx -v". Undefined: it would run on. */
  invoke?(
    argv: readonly string[],
    signalFirst: (signal: string) => void,
  ): { output: string; exitCode: number } | undefined;
  /** Thousandths of a core-second per request. */
  cpuMillisPerRequest: number;
  idleCpuMillis: number;
  memoryBytes: number;
}

export interface Image {
  repository: string;
  tag: string;
  /** 64 hexadecimal digits. */
  digest: string;
  sizeBytes: number;
  entrypoint: readonly string[];
  command: readonly string[];
  environment: Readonly<Record<string, string>>;
  workingDir: string;
  /** Contents by absolute path. */
  files: Readonly<Record<string, string>>;
  /** Names that are found in $PATH besides the service's own. */
  commands: ReadonlySet<string>;
  /** From "create" to the first process running. */
  startMs: RangeMs;
  service?: Service;
}

/** A kind of image, which a tag and settings make into an Image. One file each under behaviours/. */
export interface ImageBehaviour {
  name: string;
  summary: string;
  /** Absent: images without settings. */
  build(tag: string, settings: Readonly<Record<string, unknown>>): ImageContents;
}

export type ImageContents = Partial<Omit<Image, 'repository' | 'tag' | 'digest' | 'sizeBytes'>>;

export const defineImageBehaviour = (behaviour: ImageBehaviour): ImageBehaviour => behaviour;

export const numberSetting = (
  settings: Readonly<Record<string, unknown>>,
  name: string,
  otherwise: number,
): number => {
  const value = settings[name];
  return typeof value === 'number' ? value : otherwise;
};

export const textSetting = (
  settings: Readonly<Record<string, unknown>>,
  name: string,
  otherwise: string,
): string => {
  const value = settings[name];
  return typeof value === 'string' ? value : otherwise;
};
