/** One machine of the lab: its power, its line to the others, its container engine and its kubelet. */
import type { Scheduled } from '../../core/index.ts';
import type { Pod } from '../../kube/index.ts';
import type { Registries } from '../images/index.ts';
import type { LabNode } from '../lab.ts';
import type { World } from '../world.ts';
import { AddressPool } from './address-pool.ts';
import { ContainerEngine } from './container-engine.ts';
import type { ProgramRunner } from './container-engine.ts';
import type { Sandbox } from './container.ts';
import { ImagePuller } from './image-puller.ts';
import { Kubelet } from './kubelet.ts';
import { bootIdOf, runtimeScheme } from './node-object.ts';
import type { TryHandler } from './prober.ts';
import type { RegistryFaults } from './registry-faults.ts';
import type { SiteStorage } from './site-storage.ts';

export interface MachineOptions {
  world: World;
  node: LabNode;
  podRange: string;
  registries: Registries;
  registryFaults: RegistryFaults;
  storage: SiteStorage;
  runProgram: ProgramRunner;
  tryHandler: TryHandler;
  onAddress(address: string, sandbox: Sandbox | undefined): void;
  /** The pods that the API binds to this machine's node. */
  boundPods(): readonly Pod[];
}

/** From the power button to a kubelet that works. */
const bootMs = { from: 18_000, to: 26_000 };
/** After a node falls silent, its absence shows by time alone: the grace of the lease (40 s), then eviction (300 s). */
const absenceShowsMs = [50_000, 310_000];

export class Machine {
  readonly node: LabNode;
  readonly engine: ContainerEngine;
  readonly kubelet: Kubelet;
  readonly pool: AddressPool;
  readonly #options: MachineOptions;
  readonly #puller: ImagePuller;
  readonly #silence: Scheduled[] = [];
  #isPowered = true;
  #isLinked = true;
  #hasNetworkPlugin = false;
  #boots = 1;
  #bootId: string;
  #booting: Scheduled | undefined;

  constructor(options: MachineOptions) {
    const { world, node, registries } = options;
    this.#options = options;
    this.node = node;
    this.#bootId = bootIdOf(node, this.#boots);
    this.pool = new AddressPool(options.podRange);
    this.engine = new ContainerEngine(world, {
      nodeName: node.name,
      address: node.address,
      pool: this.pool,
      scheme: runtimeScheme(node, world.version),
      runProgram: options.runProgram,
      onChange: (uid) => {
        this.#engineChanged(uid);
      },
      onAddress: options.onAddress,
    });
    this.#puller = new ImagePuller(world, this.engine, registries, options.registryFaults, node.name);
    for (const image of registries.preloadedOn(node.name)) this.engine.addImage(image);
    this.kubelet = new Kubelet({
      world,
      node,
      engine: this.engine,
      puller: this.#puller,
      storage: options.storage,
      tryHandler: options.tryHandler,
      isConnected: () => this.isReachable,
      nodeFacts: () => ({
        now: world.nowTime(),
        bootId: this.#bootId,
        images: this.engine.images,
        failure: this.#networkFailure(),
        hasCalico: this.#needsNetworkPlugin,
      }),
      networkFailure: () => this.#networkFailure(),
    });
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  /** Packets from elsewhere arrive. */
  get isReachable(): boolean {
    return this.#isPowered && this.#isLinked;
  }

  powerOff(): void {
    if (!this.#isPowered) return;
    this.#isPowered = false;
    if (this.#booting !== undefined) this.#options.world.cancel(this.#booting);
    this.kubelet.stop();
    this.#puller.forgetAll();
    this.engine.loseAll();
    this.#hasNetworkPlugin = false;
    this.#fallSilent();
  }

  powerOn(): void {
    if (this.#isPowered) return;
    this.#isPowered = true;
    this.#boots++;
    this.#bootId = bootIdOf(this.node, this.#boots);
    const { world, node } = this.#options;
    this.#booting = world.after(
      Math.round(world.random(`machine/${node.name}`).between(bootMs.from, bootMs.to)),
      () => {
        this.#booting = undefined;
        // What calico left on the disk serves until it runs again.
        this.#hasNetworkPlugin = true;
        this.#breakSilence();
        this.kubelet.restart(this.#options.boundPods(), true);
      },
    );
    world.markChange();
  }

  cutNetwork(): void {
    this.#isLinked = false;
    this.#fallSilent();
  }

  restoreNetwork(): void {
    if (this.#isLinked) return;
    this.#isLinked = true;
    this.#breakSilence();
    this.#options.world.after(500, () => {
      if (this.isReachable) this.kubelet.reconnect(this.#options.boundPods());
    });
  }

  stopKubelet(): void {
    this.kubelet.stop();
    this.#fallSilent();
  }

  startKubelet(): void {
    if (!this.#isPowered || this.kubelet.isRunning) return;
    this.#breakSilence();
    this.#options.world.after(1500, () => {
      if (this.#isPowered) this.kubelet.restart(this.#options.boundPods(), false);
    });
  }

  get #needsNetworkPlugin(): boolean {
    return this.#options.world.lab.addons.some(({ name }) => name === 'calico');
  }

  #networkFailure(): string | undefined {
    if (!this.#needsNetworkPlugin || this.#hasNetworkPlugin) return undefined;
    return 'runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:docker: network plugin is not ready: cni config uninitialized';
  }

  #engineChanged(uid: string): void {
    this.kubelet.engineChanged(uid);
    if (this.#hasNetworkPlugin || !this.#needsNetworkPlugin) return;
    for (const attempts of this.engine.pods.get(uid)?.containers.values() ?? []) {
      if (
        attempts.at(-1)?.image.repository.endsWith('calico/node') !== true ||
        attempts.at(-1)?.isRunning !== true
      )
        continue;
      const { world, node } = this.#options;
      this.#hasNetworkPlugin = true;
      world.after(Math.round(world.random(`machine/${node.name}`).between(1000, 3000)), () => {
        this.kubelet.reportNode();
      });
    }
  }

  #fallSilent(): void {
    const { world } = this.#options;
    world.markChange();
    for (const delayMs of absenceShowsMs) this.#silence.push(world.after(delayMs, () => undefined));
  }

  #breakSilence(): void {
    for (const scheduled of this.#silence.splice(0)) this.#options.world.cancel(scheduled);
    this.#options.world.markChange();
  }
}
