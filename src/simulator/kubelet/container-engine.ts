/** The container engine of one machine: sandboxes, containers, images, and what signals do to processes. */
import { HexText } from '../../core/index.ts';
import type { Pod } from '../../kube/index.ts';
import { taggedName } from '../images/index.ts';
import type { Image, RangeMs } from '../images/index.ts';
import type { World } from '../world.ts';
import type { AddressPool } from './address-pool.ts';
import { currentContainers, RuntimeContainer } from './container.ts';
import type { ContainerPlan, PodRuntime, Sandbox } from './container.ts';

/** Runs a container's PID 1 when it is not its image's service; answers false when there is no such program. */
export type ProgramRunner = (container: RuntimeContainer, onExit: (exitCode: number) => void) => boolean;

export interface EngineOptions {
  nodeName: string;
  address: string;
  pool: AddressPool;
  /** "docker", "containerd": the scheme of container ids. */
  scheme: string;
  runProgram: ProgramRunner;
  /** A container or sandbox of this pod started or died. */
  onChange(podUid: string): void;
  onAddress(address: string, sandbox: Sandbox | undefined): void;
}

/** Signals that end even a first process that has no handler for them. */
const unstoppable = new Set(['KILL']);

/** SIGTERM's number etc. for exit codes of processes that a signal ends. */
export const signalNumbers: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  TERM: 15,
  STOP: 19,
  WINCH: 28,
};

const hex = new HexText();

export class ContainerEngine {
  readonly pods = new Map<string, PodRuntime>();
  readonly images = new Map<string, Image>();
  readonly #world: World;
  readonly #options: EngineOptions;

  constructor(world: World, options: EngineOptions) {
    this.#world = world;
    this.#options = options;
  }

  get scheme(): string {
    return this.#options.scheme;
  }

  newId(): string {
    const random = this.#world.random(`engine/${this.#options.nodeName}`);
    for (let part = 0; part < 8; part++) hex.add(random.below(4294967296), 8);
    return hex.text();
  }

  between([from, to]: RangeMs): number {
    return Math.round(this.#world.random(`engine/${this.#options.nodeName}`).between(from, to));
  }

  addImage(image: Image): void {
    this.images.set(taggedName(image), image);
  }

  podRuntime(uid: string): PodRuntime {
    let runtime = this.pods.get(uid);
    if (runtime === undefined) {
      runtime = { uid, sandbox: undefined, containers: new Map(), sandboxCount: 0 };
      this.pods.set(uid, runtime);
    }
    return runtime;
  }

  /** Undefined when no address is left. */
  createSandbox(pod: Pod): Sandbox | undefined {
    const isHostNetwork = pod.spec.hostNetwork === true;
    const taken = isHostNetwork ? this.#options.address : this.#options.pool.take();
    if (taken === undefined) return undefined;
    const sandbox: Sandbox = {
      podUid: pod.metadata.uid ?? '',
      namespace: pod.metadata.namespace ?? '',
      podName: pod.metadata.name,
      hostname: isHostNetwork
        ? this.#options.nodeName
        : (pod.spec.hostname ?? pod.metadata.name).slice(0, 63),
      address: taken,
      isHostNetwork,
      isReady: true,
      nodeName: this.#options.nodeName,
    };
    const runtime = this.podRuntime(sandbox.podUid);
    runtime.sandbox = sandbox;
    runtime.sandboxCount++;
    if (!isHostNetwork) this.#options.onAddress(taken, sandbox);
    // A sandbox counts as a container to the lifecycle events, which is why a first failed pull is followed by a back-off at once.
    this.#options.onChange(runtime.uid);
    return sandbox;
  }

  stopSandbox(runtime: PodRuntime): void {
    const { sandbox } = runtime;
    if (sandbox?.isReady !== true) return;
    sandbox.isReady = false;
    if (!sandbox.isHostNetwork) {
      this.#options.pool.release(sandbox.address);
      this.#options.onAddress(sandbox.address, undefined);
    }
    this.#options.onChange(runtime.uid);
  }

  createContainer(plan: ContainerPlan): RuntimeContainer {
    const container = new RuntimeContainer(plan, () => this.#world.nowMs());
    const { containers } = this.podRuntime(plan.sandbox.podUid);
    const attempts = containers.get(plan.spec.name);
    containers.set(plan.spec.name, attempts === undefined ? [container] : [...attempts.slice(-1), container]);
    return container;
  }

  /** Answers docker's text when there is no such program in the image. */
  startContainer(container: RuntimeContainer): string | undefined {
    const nowMs = this.#world.nowMs();
    const executable = (container.argv[0] ?? '').split('/').at(-1) ?? '';
    const { service } = container.image;
    container.state = 'running';
    container.startedMs = nowMs;
    if (service?.executables.includes(executable) === true) this.#startService(container);
    else if (
      !this.#options.runProgram(container, (exitCode) => {
        this.exit(container, exitCode);
      })
    ) {
      const what = container.argv[0] ?? '';
      container.state = 'exited';
      container.finishedMs = nowMs;
      container.exitCode = 127;
      container.reason = 'ContainerCannotRun';
      container.message = notStartable(what);
      this.#options.onChange(container.sandbox.podUid);
      return `failed to start container "${container.id}": Error response from daemon: ${container.message}`;
    }
    this.#options.onChange(container.sandbox.podUid);
    return undefined;
  }

  #startService(container: RuntimeContainer): void {
    const { service } = container.image;
    if (service === undefined) return;
    container.service = service;
    container.listensAtMs =
      container.startedMs + (service.listenMs === undefined ? 0 : this.between(service.listenMs));
    service.onStart?.(container.surroundings);
    const { runs } = service;
    if (runs !== undefined)
      this.#world.after(this.between(runs.forMs), () => {
        this.exit(container, runs.exitCode);
      });
  }

  exit(container: RuntimeContainer, exitCode: number, reason = exitCode === 0 ? 'Completed' : 'Error'): void {
    if (container.state !== 'running') return;
    container.state = 'exited';
    container.finishedMs = this.#world.nowMs();
    container.exitCode = exitCode;
    container.reason = reason;
    container.onSignal = undefined;
    container.end();
    this.#options.onChange(container.sandbox.podUid);
  }

  /**
   * A signal to PID 1. From inside the container's own process namespace, and for SIGTERM and the like from outside too, a
   * first process only takes signals that it handles; SIGKILL from outside always ends it.
   */
  signal(container: RuntimeContainer, signal: string, from: 'inside' | 'outside'): void {
    if (container.state !== 'running') return;
    if (unstoppable.has(signal)) {
      if (from === 'outside') this.exit(container, 137);
      return;
    }
    const { service } = container;
    const exitCode = service?.exitCodes[signal];
    if (service !== undefined && exitCode !== undefined)
      this.#world.after(this.between(service.stopMs), () => {
        this.exit(container, exitCode);
      });
    else container.onSignal?.(signal);
  }

  /** SIGTERM now, SIGKILL after the grace. `onStopped` is called when PID 1 has ended, at once when it has already. */
  stop(container: RuntimeContainer, graceMs: number, onStopped: () => void): void {
    if (container.state !== 'running') {
      onStopped();
      return;
    }
    const killsAtMs = this.#world.nowMs() + graceMs;
    container.onEnd(onStopped);
    const isFirst = container.killsAtMs === undefined;
    container.killsAtMs = Math.min(container.killsAtMs ?? killsAtMs, killsAtMs);
    const kill = this.#world.after(graceMs, () => {
      this.signal(container, 'KILL', 'outside');
    });
    container.onEnd(() => {
      this.#world.cancel(kill);
    });
    if (isFirst) this.signal(container, 'TERM', 'outside');
  }

  /** The power goes: every process dies unheard, every sandbox with them. */
  loseAll(): void {
    for (const runtime of this.pods.values()) {
      for (const container of currentContainers(runtime)) this.exit(container, 255);
      this.stopSandbox(runtime);
    }
  }

  removePod(uid: string): void {
    const runtime = this.pods.get(uid);
    if (runtime === undefined) return;
    this.stopSandbox(runtime);
    this.pods.delete(uid);
  }
}

/** What docker says of a program that is not there. */
export const notStartable = (what: string): string =>
  `OCI runtime create failed: container_linux.go:349: starting container process caused "exec: \\"${what}\\": ` +
  `${what.includes('/') ? `stat ${what}: no such file or directory` : 'executable file not found in $PATH'}": unknown`;
