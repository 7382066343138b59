/** The site: everything of a lab that is not its control plane — machines, containers, images, network, metrics, add-ons. */
import type { Answer } from '../../kube/index.ts';
import { badRequest } from '../../kube/index.ts';
import { startAddons } from '../addons/index.ts';
import type { LogLine, RuntimeContainer } from '../kubelet/container.ts';
import { Machines } from '../kubelet/index.ts';
import type { ContainerTarget } from '../kubelet/index.ts';
import { MetricsServer } from '../metrics/index.ts';
import { Network, startLoad } from '../network/index.ts';
import type { HttpAnswer, HttpFailure, HttpRequest, LoadSpec, RunningLoad } from '../network/index.ts';
import { attachTo, createProgramRunner, execIn, openTerminal } from '../shell/index.ts';
import type { Attached, ContainerSurroundings, ExecOptions, ExecResult, Terminal } from '../shell/index.ts';
import type { Component, World } from '../world.ts';
import { containerLog } from './container-log.ts';
import type { LogOptions } from './container-log.ts';
import { applyFault } from './fault.ts';
import type { Fault } from '../../kube/index.ts';
import { createTryHandler } from './probe-handlers.ts';

export class Site implements Component {
  readonly name = 'site';
  readonly machines: Machines;
  readonly network: Network;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    const surroundingsOf = (container: RuntimeContainer): ContainerSurroundings | undefined => {
      const machine = this.machines.byName.get(container.sandbox.nodeName);
      return machine === undefined ? undefined : { world, network: this.network, machine };
    };
    this.machines = new Machines(world, {
      runProgram: createProgramRunner(surroundingsOf),
      tryHandler: createTryHandler(surroundingsOf),
    });
    this.network = new Network(world, this.machines);
  }

  /** Powers the lab's machines, whose kubelets join, and installs the lab's add-ons. The API server must serve already. */
  start(): void {
    for (const node of this.#world.lab.nodes) this.machines.add(node).start();
    startAddons(this.#world, this.machines);
    new MetricsServer(this.#world, this.machines).start();
  }

  /** The container that runs, and its machine; or why nothing can be executed there. */
  findRunning(target: ContainerTarget): Answer<NonNullable<ReturnType<Machines['findContainer']>>> {
    const refuse = (message: string): Answer<never> => ({ ok: false, status: badRequest(message) });
    const pod = this.#world.api.get('pods', target.namespace, target.pod);
    if (!pod.ok) return pod;
    const { phase } = pod.value.status ?? {};
    if (phase === 'Succeeded' || phase === 'Failed')
      return refuse(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    const name = target.container ?? pod.value.spec.containers[0]?.name ?? '';
    if (
      ![...pod.value.spec.containers, ...(pod.value.spec.ephemeralContainers ?? [])].some(
        (container) => container.name === name,
      ) &&
      target.container !== undefined
    )
      return refuse(`container ${name} is not valid for pod ${target.pod}`);
    if ((pod.value.spec.nodeName ?? '') === '')
      return refuse(`pod ${target.pod} does not have a host assigned`);
    const machine = this.machines.byName.get(pod.value.spec.nodeName ?? '');
    if (machine?.isReachable !== true || !machine.kubelet.isRunning) {
      const why = machine?.isReachable === true ? 'connection refused' : 'no route to host';
      return {
        ok: false,
        status: {
          ...badRequest(
            `error dialing backend: dial tcp ${machine?.node.address ?? ''}:10250: connect: ${why}`,
          ),
          code: 500,
          reason: 'InternalError',
        },
      };
    }
    const found = this.machines.findContainer(target);
    if (found?.container.isRunning !== true)
      return refuse(`unable to upgrade connection: container not found ("${name}")`);
    return { ok: true, value: found };
  }

  /** Runs a command in a running container. `onEnd` is called when it has ended: at once, unless the command takes time. */
  exec(
    target: ContainerTarget,
    argv: readonly string[],
    options: ExecOptions,
    onEnd: (answer: Answer<ExecResult>) => void,
  ): void {
    const found = this.findRunning(target);
    if (!found.ok) {
      onEnd(found);
      return;
    }
    const { container, machine } = found.value;
    execIn({ world: this.#world, network: this.network, machine }, container, argv, options, (value) => {
      onEnd({ ok: true, value });
    });
  }

  /** A shell at a terminal in a running container. */
  openTerminal(
    target: ContainerTarget,
    shellName: string,
    out: (text: string) => void,
    onExit: (exitCode: number) => void,
  ): Answer<Terminal> {
    const found = this.findRunning(target);
    if (!found.ok) return found;
    const { container, machine } = found.value;
    const surroundings = { world: this.#world, network: this.network, machine };
    return { ok: true, value: openTerminal(surroundings, container, shellName, out, onExit) };
  }

  /** The first process of a running container. `onEnd` is called when the container has ended. */
  attach(target: ContainerTarget, onLine: (line: LogLine) => void, onEnd: () => void): Answer<Attached> {
    const found = this.findRunning(target);
    if (!found.ok) return found;
    const { container, machine } = found.value;
    const surroundings = { world: this.#world, network: this.network, machine };
    const exit = (exitCode: number): void => machine.engine.exit(container, exitCode);
    return { ok: true, value: attachTo(surroundings, container, { onLine, onEnd }, exit) };
  }

  log(namespace: string, pod: string, options: LogOptions): Answer<string> {
    return containerLog(this.#world, this.machines, namespace, pod, options);
  }

  /** Takes no virtual time. */
  request(request: HttpRequest): HttpAnswer | HttpFailure {
    return this.network.request(request);
  }

  startLoad(spec: LoadSpec): RunningLoad {
    return startLoad(this.#world, this.network, spec);
  }

  /** Answers why it could not happen, as a sentence; undefined when it has. */
  fault(fault: Fault): string | undefined {
    const failure = applyFault(this.machines, fault);
    if (failure === undefined) this.#world.markChange();
    return failure;
  }

  /** Joins one of the lab's spare machines (or one that was removed); answers why it cannot. */
  addNode(name: string): string | undefined {
    const { lab } = this.#world;
    if (this.machines.byName.has(name)) return `machine "${name}" has joined already`;
    const spare = [...(lab.spareNodes ?? []), ...lab.nodes].find((node) => node.name === name);
    if (spare === undefined) return `the lab has no spare machine "${name}"`;
    this.machines.add(spare).start();
    return undefined;
  }

  /** Takes a machine away, and its Node out of the API; answers why it cannot. */
  removeNode(name: string): string | undefined {
    if (!this.machines.byName.has(name)) return `there is no machine "${name}"`;
    this.machines.remove(name);
    this.#world.api.delete('nodes', undefined, name, {}, { user: 'kubectl' });
    return undefined;
  }
}
