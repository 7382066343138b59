/** What a container's processes see of it: the host of its shells. */
import type { RuntimeContainer } from '../kubelet/container.ts';
import type { Machine } from '../kubelet/index.ts';
import type { Network } from '../network/index.ts';
import type { World } from '../world.ts';
import type { ShellHost, ShellState } from './command.ts';
import { basename, Interpreter } from './interpreter.ts';

export interface ContainerSurroundings {
  world: World;
  network: Network;
  machine: Machine;
}

const shells = new Set(['sh', 'bash', 'ash', 'dash']);

/** Children that a service's first process keeps get these ids, whatever dies. */
const childPids = (container: RuntimeContainer): { pid: number; command: string }[] =>
  (container.service?.children ?? []).map((command, index) => ({ pid: index + 6, command }));

export const containerHost = (
  { world, network, machine }: ContainerSurroundings,
  container: RuntimeContainer,
): ShellHost => {
  const { sandbox, image } = container;
  const from = { namespace: sandbox.namespace, pod: sandbox.podName, container: container.spec.name };
  const processes = (): { pid: number; command: string }[] => [
    { pid: 1, command: container.service?.title ?? container.argv.join(' ') },
    ...childPids(container),
    ...container.processes,
  ];
  const executables = image.service?.executables ?? [];
  return {
    get files() {
      return container.files;
    },
    hostname: sandbox.hostname,
    address: sandbox.address,
    workingDir: container.spec.workingDir ?? image.workingDir,
    environment: () => container.environment(),
    nowMs: () => world.nowMs(),
    has: (command) => image.commands.has(command) || executables.includes(command),
    processes,
    signal(pid, signal) {
      if (pid === 1) machine.engine.signal(container, signal, 'inside');
      return processes().some((process) => process.pid === pid);
    },
    request: (request) => network.request({ ...request, from }),
    resolve: (host) => network.resolve(host, from),
    runProgram(argv) {
      if (!executables.includes(basename(argv[0] ?? ''))) return undefined;
      return image.service?.invoke?.(argv, (signal) => {
        machine.engine.signal(container, signal, 'inside');
      });
    },
  };
};

/** A shell of its own in a container, with the container's environment. */
export const openShell = (host: ShellHost, pid: number): Interpreter => {
  const environment = host.environment();
  const state: ShellState = {
    host,
    variables: new Map(Object.entries({ ...environment, PWD: host.workingDir })),
    exported: new Set(Object.keys(environment)),
    workingDir: host.workingDir,
    lastStatus: 0,
    positional: ['sh'],
    traps: new Map(),
    pid,
  };
  return new Interpreter(state);
};

export const isShellName = (name: string): boolean => shells.has(basename(name));

/** Whether `argv` can be started in the container at all. */
export const canStart = (host: ShellHost, name: string): boolean => {
  if (!name.includes('/')) return host.has(name);
  const file = host.files.resolve(name, host.workingDir);
  return (
    host.files.read(file) !== undefined ||
    (/^\/(?:usr\/)?(?:local\/)?s?bin\//.test(file) && host.has(basename(name)))
  );
};
