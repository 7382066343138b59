/** A container as the container engine of a machine knows it, and the sandbox that holds a pod's containers. */
import type { Container } from '../../kube/index.ts';
import type { Image, ProgramSurroundings, Service } from '../images/index.ts';
import { ContainerFiles } from './container-files.ts';
import type { Mount } from './container-files.ts';

export interface LogLine {
  timeMs: number;
  stream: 'stdout' | 'stderr';
  text: string;
}

export interface Process {
  pid: number;
  /** As `ps` prints it. */
  command: string;
}

/** A pod's network and identity on a machine. */
export interface Sandbox {
  podUid: string;
  namespace: string;
  podName: string;
  hostname: string;
  /** Of the machine when the pod uses its network. */
  address: string;
  isHostNetwork: boolean;
  isReady: boolean;
  nodeName: string;
}

/** What a container is made from. */
export interface ContainerPlan {
  id: string;
  spec: Container;
  image: Image;
  isInit: boolean;
  attempt: number;
  sandbox: Sandbox;
  environment: () => Record<string, string>;
  mounts: () => Mount[];
}

const logLimit = 5000;

export class RuntimeContainer implements ContainerPlan {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly spec: Container;
  readonly image: Image;
  readonly isInit: boolean;
  /** How many of this name came before it in the pod. */
  readonly attempt: number;
  readonly sandbox: Sandbox;
  readonly environment: () => Record<string, string>;
  readonly mounts: () => Mount[];
  readonly argv: readonly string[];
  state: 'created' | 'running' | 'exited' = 'created';
  startedMs = 0;
  finishedMs = 0;
  exitCode = 0;
  /** "Completed", "Error", "OOMKilled", "ContainerCannotRun": as the engine says. */
  reason = '';
  message: string | undefined;
  /** The program of PID 1, when it is the image's own. */
  service: Service | undefined;
  listensAtMs = 0;
  nextPid = 7;
  /** Thousandths of core-seconds used by single requests so far. */
  requestCpuMillis = 0;
  #loadMillis = 0;
  #loadSinceMs = 0;
  /** Thousandths of core-seconds used by loads until #loadSinceMs. */
  #loadCpuMillis = 0;
  /** Told a signal for PID 1 when that is not a service. Answers whether it ends the process. */
  onSignal: ((signal: string) => void) | undefined;
  /** Killed by the very look at the pod that is about to start it again: that look still took it for running. */
  isReplaced = false;
  /** Being stopped, killed at this time. */
  killsAtMs: number | undefined;
  #files: ContainerFiles | undefined;
  #log: LogLine[] | undefined;
  #logListeners: Set<(line: LogLine) => void> | undefined;
  #processes: Process[] | undefined;
  #endings: Set<() => void> | undefined;
  readonly #now: () => number;

  constructor(plan: ContainerPlan, now: () => number) {
    this.id = plan.id;
    this.spec = plan.spec;
    this.image = plan.image;
    this.isInit = plan.isInit;
    this.attempt = plan.attempt;
    this.sandbox = plan.sandbox;
    this.environment = plan.environment;
    this.mounts = plan.mounts;
    this.argv = commandLine(plan.spec, plan.image);
    this.#now = now;
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  get files(): ContainerFiles {
    if (this.#files === undefined) {
      this.#files = new ContainerFiles(this.image.files, this.mounts());
      this.#files.place('/etc/hostname', `${this.sandbox.hostname}\n`);
      this.#files.place(
        '/etc/hosts',
        `127.0.0.1\tlocalhost\n${this.sandbox.address}\t${this.sandbox.hostname}\n`,
      );
    }
    return this.#files;
  }

  get surroundings(): ProgramSurroundings {
    return {
      hostname: this.sandbox.hostname,
      podAddress: this.sandbox.address,
      environment: this.environment(),
      nowMs: this.#now(),
      readFile: (path) => this.files.read(path),
      writeFile: (path, content) => {
        this.files.place(path, content);
      },
      log: (text, stream = 'stdout') => {
        this.writeLog(text, stream);
      },
    };
  }

  /** Thousandths of cores more (or less) that loads make it use from now on. */
  addLoad(millis: number): void {
    const nowMs = this.#now();
    this.#loadCpuMillis += (this.#loadMillis * (nowMs - this.#loadSinceMs)) / 1000;
    this.#loadSinceMs = nowMs;
    this.#loadMillis = Math.max(0, this.#loadMillis + millis);
  }

  /** Thousandths of core-seconds it has used since it started. */
  usedCpuMillis(): number {
    const nowMs = this.isRunning ? this.#now() : this.finishedMs;
    const idle = ((this.service?.idleCpuMillis ?? 0) * (nowMs - this.startedMs)) / 1000;
    const load = this.#loadCpuMillis + (this.#loadMillis * Math.max(0, nowMs - this.#loadSinceMs)) / 1000;
    return idle + load + this.requestCpuMillis;
  }

  get log(): readonly LogLine[] {
    return this.#log ?? [];
  }

  writeLog(text: string, stream: 'stdout' | 'stderr' = 'stdout'): void {
    this.#log ??= [];
    const line: LogLine = { timeMs: this.#now(), stream, text };
    this.#log.push(line);
    if (this.#logListeners !== undefined) for (const onLine of [...this.#logListeners]) onLine(line);
    if (this.#log.length > 2 * logLimit) this.#log.splice(0, logLimit);
  }

  /** Tells `onLine` of every line that is written from now on, until the returned function is called. */
  listenLog(onLine: (line: LogLine) => void): () => void {
    this.#logListeners ??= new Set();
    this.#logListeners.add(onLine);
    return () => this.#logListeners?.delete(onLine);
  }

  /** Processes besides PID 1 and its children. */
  get processes(): readonly Process[] {
    return this.#processes ?? [];
  }

  addProcess(command: string): Process {
    const process = { pid: this.nextPid++, command };
    this.#processes = [...(this.#processes ?? []), process];
    return process;
  }

  removeProcess(process: Process): void {
    this.#processes = this.#processes?.filter((other) => other !== process);
  }

  /** Calls `run` when PID 1 has ended: what goes on inside ends with it. */
  onEnd(run: () => void): void {
    this.#endings ??= new Set();
    this.#endings.add(run);
  }

  offEnd(run: () => void): void {
    this.#endings?.delete(run);
  }

  /** What the program left in its terminationMessagePath, or logged last when it failed and its policy says so. */
  #terminationMessage(): string | undefined {
    const { terminationMessagePath = '/dev/termination-log', terminationMessagePolicy } = this.spec;
    const written = this.#files?.read(terminationMessagePath);
    if (written !== undefined && written !== '') return written.slice(0, 4096);
    if (terminationMessagePolicy !== 'FallbackToLogsOnError' || this.exitCode === 0) return undefined;
    const lines = this.log.slice(-80).map(({ text }) => `${text}\n`);
    return lines.length === 0 ? undefined : lines.join('').slice(-2048);
  }

  /** PID 1 has ended. */
  end(): void {
    this.message = this.#terminationMessage();
    const endings = this.#endings;
    this.#endings = undefined;
    this.#processes = undefined;
    for (const run of endings ?? []) run();
  }
}

/** What PID 1 is started with: the container's command and args over the image's. */
const commandLine = (spec: Container, image: Image): readonly string[] => {
  const hasCommand = spec.command !== undefined && spec.command.length > 0;
  const entrypoint = hasCommand ? (spec.command ?? []) : image.entrypoint;
  const args = spec.args !== undefined && spec.args.length > 0 ? spec.args : hasCommand ? [] : image.command;
  return [...entrypoint, ...args];
};

/** What a machine keeps of a pod: the sandbox it has now, and of each container the latest and the one before. */
export interface PodRuntime {
  uid: string;
  sandbox: Sandbox | undefined;
  /** By container name; the newest last, at most two. */
  containers: Map<string, RuntimeContainer[]>;
  sandboxCount: number;
}

export const newestContainer = (
  runtime: PodRuntime | undefined,
  name: string,
): RuntimeContainer | undefined => runtime?.containers.get(name)?.at(-1);

export function* currentContainers(runtime: PodRuntime): Generator<RuntimeContainer> {
  for (const attempts of runtime.containers.values()) {
    const newest = attempts.at(-1);
    if (newest !== undefined) yield newest;
  }
}
