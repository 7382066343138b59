/** All machines of a lab, and the one watch that brings each kubelet the pods of its node. */
import type { ContainerTarget, Pod } from '../../kube/index.ts';
import { Registries } from '../images/index.ts';
import type { LabNode } from '../lab.ts';
import type { World } from '../world.ts';
import { defaultPodRange } from './address-pool.ts';
import type { ProgramRunner } from './container-engine.ts';
import type { RuntimeContainer, Sandbox } from './container.ts';
import type { Kubelet } from './kubelet.ts';
import { Machine } from './machine.ts';
import { RegistryFaults } from './registry-faults.ts';
import { SiteStorage } from './site-storage.ts';
import type { TryHandler } from './prober.ts';

export interface MachinesOptions {
  runProgram: ProgramRunner;
  tryHandler: TryHandler;
}

export type { ContainerTarget } from '../../kube/index.ts';

export class Machines {
  readonly registries: Registries;
  readonly registryFaults = new RegistryFaults();
  readonly storage: SiteStorage;
  readonly byName = new Map<string, Machine>();
  /** Sandboxes by the address of their pod; pods on the host's network are not here. */
  readonly byAddress = new Map<string, Sandbox>();
  readonly #byNodeAddress = new Map<string, Machine>();
  readonly #bound = new Map<string, Map<string, Pod>>();
  readonly #world: World;
  readonly #options: MachinesOptions;
  #isWatching = false;

  constructor(world: World, options: MachinesOptions) {
    this.#world = world;
    this.#options = options;
    this.registries = new Registries(world.lab);
    this.storage = new SiteStorage(world);
  }

  /** A machine with its engine and kubelet; the kubelet's `start()` makes it join. */
  add(node: LabNode): Kubelet {
    this.#watchPods();
    const { lab } = this.#world;
    const index = [...lab.nodes, ...(lab.spareNodes ?? [])].findIndex(({ name }) => name === node.name);
    const machine = new Machine({
      world: this.#world,
      node,
      podRange: node.podCIDR ?? defaultPodRange(lab.network.pods, Math.max(0, index)),
      registries: this.registries,
      registryFaults: this.registryFaults,
      storage: this.storage,
      runProgram: this.#options.runProgram,
      tryHandler: this.#options.tryHandler,
      onAddress: (address, sandbox) => {
        if (sandbox === undefined) this.byAddress.delete(address);
        else this.byAddress.set(address, sandbox);
      },
      boundPods: () => [...(this.#bound.get(node.name)?.values() ?? [])],
    });
    this.byName.set(node.name, machine);
    this.#byNodeAddress.set(node.address, machine);
    return machine.kubelet;
  }

  /** The machine is taken away: its power goes, and nobody knows it any more. */
  remove(name: string): void {
    const machine = this.byName.get(name);
    if (machine === undefined) return;
    machine.powerOff();
    this.byName.delete(name);
    this.#byNodeAddress.delete(machine.node.address);
  }

  atAddress(address: string): Machine | undefined {
    return this.#byNodeAddress.get(address);
  }

  /** The newest container of this name, or of the pod's only or first one; with the machine it is on. */
  findContainer({
    namespace,
    pod,
    container,
  }: ContainerTarget): { machine: Machine; container: RuntimeContainer } | undefined {
    const found = this.#world.api.get('pods', namespace, pod);
    if (!found.ok) return undefined;
    const machine = this.byName.get(found.value.spec.nodeName ?? '');
    const name = container ?? defaultContainer(found.value);
    const newest = machine?.engine.pods
      .get(found.value.metadata.uid ?? '')
      ?.containers.get(name)
      ?.at(-1);
    return machine === undefined || newest === undefined ? undefined : { machine, container: newest };
  }

  #watchPods(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.#world.api.watch('pods', {}, ({ type, object }) => {
      const nodeName = object.spec.nodeName;
      if (nodeName === undefined || nodeName === '') return;
      let bound = this.#bound.get(nodeName);
      if (bound === undefined) this.#bound.set(nodeName, (bound = new Map<string, Pod>()));
      if (type === 'DELETED') bound.delete(object.metadata.uid ?? '');
      else bound.set(object.metadata.uid ?? '', object);
      this.byName.get(nodeName)?.kubelet.tell(object, type === 'DELETED');
    });
  }
}

/** @source k8s 1.20 kubectl: the annotation kubectl.kubernetes.io/default-container, else the first. */
export const defaultContainer = (pod: Pod): string =>
  pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'] ?? pod.spec.containers[0]?.name ?? '';
