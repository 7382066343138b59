/** Faults: what happens to the machines, processes and registries of a lab. */
import type { Fault } from '../../kube/index.ts';
import type { Machine, Machines } from '../kubelet/index.ts';

const onMachine: Record<string, (machine: Machine) => void> = {
  powerOff: (machine) => {
    machine.powerOff();
  },
  powerOn: (machine) => {
    machine.powerOn();
  },
  cutNetwork: (machine) => {
    machine.cutNetwork();
  },
  restoreNetwork: (machine) => {
    machine.restoreNetwork();
  },
  stopKubelet: (machine) => {
    machine.stopKubelet();
  },
  startKubelet: (machine) => {
    machine.startKubelet();
  },
};

/** Answers what kept the fault from happening; undefined when it has happened. */
export const applyFault = (machines: Machines, fault: Fault): string | undefined => {
  const { registryFaults } = machines;
  switch (fault.kind) {
    case 'breakRegistry':
      registryFaults.break(fault.image);
      return undefined;
    case 'restoreRegistry':
      registryFaults.restore(fault.image);
      return undefined;
    case 'slowPull':
      registryFaults.slow(fault.delayMs, fault.image);
      return undefined;
    case 'killProcess':
      return killProcess(machines, fault);
    default: {
      const machine = machines.byName.get(fault.node);
      if (machine === undefined) return `there is no machine "${fault.node}"`;
      onMachine[fault.kind]?.(machine);
      return undefined;
    }
  }
};

/** From outside of the container: not even a first process is safe from SIGKILL, which is the default. */
const killProcess = (
  machines: Machines,
  { target, pid, signal = 'KILL' }: Fault & { kind: 'killProcess' },
): string | undefined => {
  const found = machines.findContainer(target);
  const name = `${target.namespace}/${target.pod}`;
  if (found === undefined) return `pod "${name}" has no container to kill a process in`;
  if (!found.container.isRunning) return `the container of pod "${name}" is not running`;
  if (pid !== 1)
    return found.container.processes.some((process) => process.pid === pid)
      ? undefined
      : `no process ${pid} in pod "${name}"`;
  found.machine.engine.signal(found.container, signal.replace(/^SIG/, ''), 'outside');
  return undefined;
};
