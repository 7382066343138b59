/** The kubelet of one machine: takes the pods bound to its node, keeps them as they should be, and reports. */
import type { Container, Pod } from '../../kube/index.ts';
import type { LabNode } from '../lab.ts';
import type { Component, World } from '../world.ts';
import { admissionRejection, Reservations } from './admission.ts';
import { BackOff } from './back-off.ts';
import type { ContainerEngine } from './container-engine.ts';
import type { RecordPodEvent } from './image-manager.ts';
import type { ImagePuller } from './image-puller.ts';
import type { NodeFacts } from './node-object.ts';
import { NodeReporter } from './node-reporter.ts';
import { PodLifecycleEvents } from './pod-lifecycle-events.ts';
import { PodWorker } from './pod-worker.ts';
import type { WorkerParts } from './pod-worker.ts';
import { Prober } from './prober.ts';
import type { TryHandler } from './prober.ts';
import type { SiteStorage } from './site-storage.ts';
import { StatusManager } from './status-manager.ts';

export interface KubeletOptions {
  world: World;
  node: LabNode;
  engine: ContainerEngine;
  puller: ImagePuller;
  storage: SiteStorage;
  tryHandler: TryHandler;
  isConnected(): boolean;
  nodeFacts(): NodeFacts;
  networkFailure(): string | undefined;
}

const crashBackOffMs = { initial: 10_000, max: 300_000 };
/** HandlePodCleanups runs so often; only then are a dead pod's directories and control groups gone. */
const housekeepingMs = 2000;
/** The period of the status manager, in which statuses that others changed are found. */
const reconcileMs = 10_000;
/** How long a watch takes to tell. */
const watchLatencyMs = 4;

export class Kubelet implements Component {
  readonly name: string;
  readonly node: LabNode;
  readonly #options: KubeletOptions;
  readonly #workers = new Map<string, PodWorker>();
  readonly #reservations = new Reservations();
  readonly #told = new Map<string, { pod: Pod; isDeleted: boolean }>();
  readonly #pleg: PodLifecycleEvents;
  readonly #reporter: NodeReporter;
  readonly #parts: WorkerParts;
  #isDelivering = false;
  #isRunning = false;

  constructor(options: KubeletOptions) {
    const { world, node, engine, puller } = options;
    this.#options = options;
    this.node = node;
    this.name = `kubelet/${node.name}`;
    this.#pleg = new PodLifecycleEvents(world, node.name, (uid) => {
      this.#workers.get(uid)?.sync();
    });
    const record = this.#recorder();
    const backOff = new BackOff(crashBackOffMs.initial, crashBackOffMs.max);
    const prober = new Prober({
      world,
      nodeName: node.name,
      tryHandler: options.tryHandler,
      record,
      onResult: (uid) => {
        this.#workers.get(uid)?.sync();
      },
    });
    const isConnected = (): boolean => this.#isRunning && options.isConnected();
    this.#parts = {
      world,
      nodeName: node.name,
      address: node.address,
      engine,
      storage: options.storage,
      images: { world, engine, puller, backOff, record },
      crashBackOff: new BackOff(crashBackOffMs.initial, crashBackOffMs.max),
      prober,
      status: new StatusManager(world, { nodeName: node.name, isConnected }),
      tryHandler: options.tryHandler,
      record,
      networkFailure: options.networkFailure,
      random: world.random(this.name),
      reclaimedMs: () => Math.ceil((world.nowMs() + 100) / housekeepingMs) * housekeepingMs,
      onEnded: (uid) => {
        this.#workers.delete(uid);
        options.storage.forgetPod(uid);
      },
    };
    this.#reporter = new NodeReporter({
      world,
      machine: node,
      isConnected,
      facts: options.nodeFacts,
      recordNodeEvent: (type, reason, message) => {
        this.#recordNodeEvent(type, reason, message);
      },
    });
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Registers the node if it is not there, and works from now on. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#reporter.start();
    this.#announce();
  }

  /** The process ends: containers go on, nobody looks after them. */
  stop(): void {
    this.#isRunning = false;
    this.#reporter.stop();
    this.#pleg.reset();
    this.#parts.prober.reset();
    this.#parts.status.reset();
    for (const worker of this.#workers.values()) {
      this.#reservations.remove(worker.uid);
      worker.drop();
    }
    this.#workers.clear();
    this.#told.clear();
  }

  /** The process starts anew, with all pods of its node as the API has them. */
  restart(pods: readonly Pod[], isBoot: boolean): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#announce();
    if (isBoot)
      this.#recordNodeEvent(
        'Warning',
        'Rebooted',
        `Node ${this.node.name} has been rebooted, boot id: ${this.#options.nodeFacts().bootId}`,
      );
    this.#reporter.start();
    this.#reporter.look();
    for (const pod of pods) this.tell(pod, false);
  }

  /** The API can be reached again: what waited is brought there. */
  reconnect(pods: readonly Pod[]): void {
    if (!this.#isRunning) return;
    this.#reporter.look();
    this.#parts.status.resume();
    const known = new Set(pods.map(({ metadata }) => metadata.uid ?? ''));
    for (const worker of [...this.#workers.values()]) if (!known.has(worker.uid)) this.tell(worker.pod, true);
    for (const pod of pods) this.tell(pod, false);
  }

  /** Posts the node's status now if it changed. */
  reportNode(): void {
    this.#reporter.report();
  }

  /** A container or sandbox of a pod changed on the machine. */
  engineChanged(podUid: string): void {
    if (this.#isRunning) this.#pleg.changed(podUid);
  }

  /** A pod of this node was written to the API. */
  tell(pod: Pod, isDeleted: boolean): void {
    if (!this.#isRunning || !this.#options.isConnected()) return;
    this.#told.set(pod.metadata.uid ?? '', { pod, isDeleted });
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    this.#options.world.after(watchLatencyMs, () => {
      this.#isDelivering = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    const told = [...this.#told.values()];
    this.#told.clear();
    if (!this.#isRunning) return;
    for (const { pod, isDeleted } of told) {
      const uid = pod.metadata.uid ?? '';
      const worker = this.#workers.get(uid);
      if (isDeleted) this.#forget(uid, worker);
      else if (worker === undefined) this.#add(pod);
      else if (isNews(worker.pod, pod)) {
        worker.update(pod);
        worker.sync();
      } else {
        worker.update(pod);
        this.#reconcile(worker);
      }
    }
  }

  /** Somebody else wrote into a status that is this kubelet's: the next periodic sync puts it right. */
  #reconcile(worker: PodWorker): void {
    if (!worker.isContradicted()) return;
    const { world } = this.#options;
    const delayMs = world.random(this.name).below(reconcileMs);
    world.after(delayMs, () => {
      if (this.#workers.get(worker.uid) === worker && worker.isContradicted()) worker.sync();
    });
  }

  #forget(uid: string, worker: PodWorker | undefined): void {
    this.#reservations.remove(uid);
    this.#parts.status.forget(uid);
    worker?.abandon();
  }

  #add(pod: Pod): void {
    const { world } = this.#options;
    const uid = pod.metadata.uid ?? '';
    const worker = new PodWorker(pod, this.#parts);
    this.#workers.set(uid, worker);
    const { phase } = pod.status ?? {};
    if (phase === 'Failed' || phase === 'Succeeded') {
      worker.isTerminal = true;
      if (pod.metadata.deletionTimestamp !== undefined) worker.sync();
      return;
    }
    if (pod.metadata.deletionTimestamp === undefined) {
      const node = world.api.get('nodes', undefined, this.node.name);
      const rejection = node.ok ? admissionRejection(pod, node.value, this.#reservations) : undefined;
      if (rejection !== undefined) {
        worker.reject(rejection.reason, rejection.message);
        return;
      }
    }
    this.#reservations.add(pod);
    worker.watchDeadline();
    worker.sync();
  }

  #recorder(): RecordPodEvent {
    const { world, node, isConnected } = this.#options;
    return (pod: Pod, type, reason: string, message: string, container?: Container, isInit = false) => {
      if (!this.#isRunning || !isConnected()) return;
      const fieldPath =
        container === undefined ? undefined : `spec.${placeOf(pod, container, isInit)}{${container.name}}`;
      world.recordEvent({
        about: pod,
        type,
        reason,
        message,
        component: 'kubelet',
        host: node.name,
        ...(fieldPath === undefined ? {} : { fieldPath }),
      });
    };
  }

  #announce(): void {
    this.#recordNodeEvent('Normal', 'Starting', 'Starting kubelet.');
    for (const reason of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'])
      this.#recordNodeEvent('Normal', reason, `Node ${this.node.name} status is now: ${reason}`);
  }

  #recordNodeEvent(type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { world, node } = this.#options;
    if (!this.#isRunning || !this.#options.isConnected()) return;
    // Events about nodes carry the node's name as its uid, in no namespace.
    const about = { apiVersion: 'v1', kind: 'Node', metadata: { name: node.name, uid: node.name } };
    world.recordEvent({ about, type, reason, message, component: 'kubelet', host: node.name });
  }
}

/** Whether a pod's change is more than this kubelet's own status coming back. */
/** The list of a pod's containers in which this one is. */
const placeOf = ({ spec }: Pod, { name }: Container, isInit: boolean): string => {
  if (isInit) return 'initContainers';
  return spec.ephemeralContainers?.some((one) => one.name === name) === true
    ? 'ephemeralContainers'
    : 'containers';
};

const isNews = (before: Pod, after: Pod): boolean =>
  before.spec !== after.spec ||
  before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
  before.metadata.deletionGracePeriodSeconds !== after.metadata.deletionGracePeriodSeconds ||
  gatesOf(before) !== gatesOf(after);

const gatesOf = (pod: Pod): string => {
  if (pod.spec.readinessGates === undefined) return '';
  return pod.spec.readinessGates
    .map(
      ({ conditionType }) => pod.status?.conditions?.find(({ type }) => type === conditionType)?.status ?? '',
    )
    .join();
};
