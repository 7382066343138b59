/** The worker of one pod on one kubelet: looks at what is, works out what is wanted, and does it, one look at a time. */
import type { Scheduled } from '../../core/index.ts';
import type { Container, Pod, PodStatus } from '../../kube/index.ts';
import type { World } from '../world.ts';
import type { BackOff } from './back-off.ts';
import type { RuntimeContainer } from './container.ts';
import type { ContainerEngine } from './container-engine.ts';

import type { ImageManagerParts, RecordPodEvent } from './image-manager.ts';
import { killContainer, killPod } from './kill-pod.ts';
import { podActions } from './pod-actions.ts';
import { podStatus, timeText } from './pod-status.ts';
import type { StartFailure } from './pod-status.ts';
import type { Prober, TryHandler } from './prober.ts';
import { startContainer } from './start-container.ts';
import type { StatusManager } from './status-manager.ts';
import type { SiteStorage } from './site-storage.ts';
import { PodVolumes } from './volumes.ts';

/** What a kubelet lends its workers. */
export interface WorkerParts {
  world: World;
  nodeName: string;
  address: string;
  engine: ContainerEngine;
  storage: SiteStorage;
  images: ImageManagerParts;
  crashBackOff: BackOff;
  prober: Prober;
  status: StatusManager;
  tryHandler: TryHandler;
  record: RecordPodEvent;
  /** Whether pods that are not on the host's network can be set up; otherwise what the runtime says. */
  networkFailure(): string | undefined;
  random: { between(from: number, to: number): number };
  /** When nothing is left of a pod that ended now. */
  reclaimedMs(): number;
  /** The pod is done for good on this machine. */
  onEnded(uid: string): void;
}

/** @source k8s 1.20 pkg/kubelet/pod_workers.go, kubelet.go (backOffPeriod, workerBackOffPeriodJitterFactor) */
const retryMs = 10_000;
const retryJitter = 0.5;
const networkRetryMs = 1000;
/** From the end of one look to the next that has been asked for meanwhile. */
const againMs = 3;
/** WaitForAttachAndMount polls so often. */
const volumeWaitMs = 300;

const readiness = (status: PodStatus | undefined): string | undefined =>
  status?.conditions?.find(({ type }) => type === 'Ready')?.status;

export class PodWorker {
  pod: Pod;
  readonly failures = new Map<string, StartFailure>();
  readonly volumes: PodVolumes;
  readonly #parts: WorkerParts;
  readonly #startTime: string;
  podAddress: string | undefined;
  /** Failed or Succeeded for good, or refused: nothing is started any more. */
  isTerminal = false;
  isGone = false;
  /** It has no grace then. */
  isEvicted = false;
  #seen: PodStatus | undefined;
  #isSyncing = false;
  #isSyncWanted = false;
  #isKilling = false;
  #isEnded = false;
  #hasVolumes = false;
  #volumeFailures = 0;
  #retry: Scheduled | undefined;

  constructor(pod: Pod, parts: WorkerParts) {
    this.pod = pod;
    this.#parts = parts;
    this.volumes = new PodVolumes(parts, pod);
    this.volumes.onOverLimit = (message) => {
      this.#evict(message);
    };
    this.#startTime = pod.status?.startTime ?? parts.world.nowTime();
    this.podAddress = pod.status?.podIP;
  }

  get uid(): string {
    return this.pod.metadata.uid ?? '';
  }

  get parts(): WorkerParts {
    return this.#parts;
  }

  update(pod: Pod): void {
    this.pod = pod;
    this.volumes.update(pod);
  }

  /** Looks, now or after the look that is under way. */
  sync(): void {
    if (this.isGone) return;
    if (this.#isSyncing) {
      this.#isSyncWanted = true;
      return;
    }
    this.#isSyncing = true;
    if (this.#retry !== undefined) this.#parts.world.cancel(this.#retry);
    this.#retry = undefined;
    const status = this.#tellStatus();
    if (this.pod.metadata.deletionTimestamp !== undefined) this.#end();
    else if (this.isTerminal || status.phase === 'Failed' || status.phase === 'Succeeded') this.#settle();
    else this.#prepare();
  }

  /** The API has no such pod any more: it is stopped, and nobody is told. */
  abandon(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.volumes.end();
    if (this.#retry !== undefined) this.#parts.world.cancel(this.#retry);
    const { engine } = this.#parts;
    const runtime = engine.pods.get(this.uid);
    const done = (): void => {
      engine.removePod(this.uid);
      this.#parts.onEnded(this.uid);
    };
    if (runtime === undefined) done();
    else killPod(this, runtime, done);
  }

  /** The kubelet's process ends with what it was doing. */
  drop(): void {
    this.isGone = true;
    this.volumes.end();
    if (this.#retry !== undefined) this.#parts.world.cancel(this.#retry);
  }

  computeStatus(): PodStatus {
    const { engine, prober, address } = this.#parts;
    const runtime = engine.pods.get(this.uid);
    if (runtime?.sandbox?.isReady === true) this.podAddress = runtime.sandbox.address;
    return podStatus({
      version: this.#parts.world.version,
      pod: this.pod,
      runtime,
      scheme: engine.scheme,
      hostAddress: address,
      podAddress: this.podAddress,
      startTime: this.#startTime,
      failures: this.failures,
      probed: (container) => prober.state(container),
    });
  }

  /** The API says otherwise than this kubelet whether the pod is ready (the node controller does, of a silent node). */
  isContradicted(): boolean {
    return this.#seen !== undefined && readiness(this.#seen) !== readiness(this.pod.status);
  }

  #tellStatus(): PodStatus {
    if (this.isTerminal && this.pod.status !== undefined) return this.pod.status;
    const status = this.computeStatus();
    this.#seen = status;
    this.#parts.status.set(this.pod, status);
    return status;
  }

  /** What is done for every sync that ends; `retryAfterMs` when it failed. */
  #finish(retryAfterMs?: number): void {
    this.#isSyncing = false;
    if (this.isGone) return;
    if (retryAfterMs !== undefined)
      this.#retry = this.#parts.world.after(retryAfterMs, () => {
        this.sync();
      });
    if (!this.#isSyncWanted) return;
    this.#isSyncWanted = false;
    this.#parts.world.after(againMs, () => {
      this.sync();
    });
  }

  #failed(): void {
    this.#finish(Math.round(retryMs * (1 + this.#parts.random.between(0, retryJitter))));
  }

  /** The pod is being deleted: kill what runs, then let the status manager remove it from the API. */
  #end(): void {
    const runtime = this.#parts.engine.pods.get(this.uid);
    const isStopped =
      runtime === undefined || (runtime.sandbox?.isReady !== true && ![...this.#running()].length);
    if (isStopped) {
      if (!this.#isEnded) {
        this.#isEnded = true;
        this.#parts.engine.removePod(this.uid);
        this.#parts.status.setEnded(this.pod, this.#parts.reclaimedMs());
      }
      this.#finish();
      return;
    }
    if (!this.#isKilling) {
      this.#isKilling = true;
      killPod(this, runtime, () => {
        this.#isKilling = false;
      });
    }
    this.#finish();
  }

  *#running(): Generator<RuntimeContainer> {
    for (const attempts of this.#parts.engine.pods.get(this.uid)?.containers.values() ?? [])
      for (const container of attempts) if (container.isRunning) yield container;
  }

  /** Nothing is wanted any more: what still runs is stopped, the pod stays in the API. */
  #settle(): void {
    const runtime = this.#parts.engine.pods.get(this.uid);
    if (runtime?.sandbox?.isReady === true && !this.#isKilling) {
      this.#isKilling = true;
      killPod(this, runtime, () => {
        this.#isKilling = false;
      });
    }
    this.#finish();
  }

  #prepare(): void {
    const networkFailure = this.pod.spec.hostNetwork === true ? undefined : this.#parts.networkFailure();
    if (networkFailure !== undefined) {
      this.#parts.record(this.pod, 'Warning', 'NetworkNotReady', `network is not ready: ${networkFailure}`);
      this.#finish(networkRetryMs);
      return;
    }
    if (this.#hasVolumes) {
      this.#act();
      return;
    }
    const failure = this.volumes.setUp();
    if (failure !== undefined) {
      this.#parts.record(this.pod, 'Warning', 'FailedMount', failure);
      this.#finish(Math.min(500 * 2 ** this.#volumeFailures++, 122_000));
      return;
    }
    this.#hasVolumes = true;
    if ((this.pod.spec.volumes?.length ?? 0) === 0) this.#act();
    else
      this.#parts.world.after(volumeWaitMs, () => {
        this.#act();
      });
  }

  #act(): void {
    if (this.isGone) {
      this.#finish();
      return;
    }
    const { engine, prober, world, random } = this.#parts;
    const runtime = engine.pods.get(this.uid);
    const actions = podActions({
      pod: this.pod,
      runtime,
      failedProbe: (container) => prober.failedProbe(container),
    });
    if (actions.createSandbox) {
      if ((runtime?.sandboxCount ?? 0) > 0)
        this.#parts.record(
          this.pod,
          'Normal',
          'SandboxChanged',
          'Pod sandbox changed, it will be killed and re-created.',
        );
      world.after(Math.round(random.between(150, 400)), () => {
        if (this.isGone) return;
        const sandbox = engine.createSandbox(this.pod);
        if (sandbox === undefined) {
          this.#parts.record(
            this.pod,
            'Warning',
            'FailedCreatePodSandBox',
            'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to set up sandbox container network: no addresses left',
          );
          this.#failed();
          return;
        }
        this.podAddress = sandbox.address;
        if (actions.initContainer !== undefined) this.#start([actions.initContainer], true);
        else this.#start(actions.start, false);
      });
      return;
    }
    if (actions.killPod) {
      this.#settle();
      return;
    }
    if (actions.kill.length > 0) {
      let left = actions.kill.length;
      for (const { container, message } of actions.kill) {
        container.isReplaced = true;
        killContainer(this, container, message, () => {
          if (--left > 0) return;
          this.#start(actions.start, false);
        });
      }
      return;
    }
    if (actions.initContainer !== undefined) this.#start([actions.initContainer], true);
    else if (actions.start.length > 0) this.#start(actions.start, false);
    else this.#finish();
  }

  /** Starts containers one after the other; one that fails does not keep the next from its turn. */
  #start(containers: readonly Container[], isInit: boolean): void {
    let hasFailed = false;
    const next = (index: number): void => {
      const container = containers[index];
      if (this.isGone || container === undefined) {
        if (hasFailed) this.#failed();
        else this.#finish();
        return;
      }
      startContainer(this, container, isInit, (failure) => {
        if (failure === undefined) this.failures.delete(container.name);
        else {
          this.failures.set(container.name, failure);
          hasFailed = true;
        }
        next(index + 1);
      });
    };
    next(0);
  }

  /**
   * Ends the pod when its activeDeadlineSeconds have passed.
   * @source k8s 1.20 pkg/kubelet/active_deadline.go
   */
  watchDeadline(): void {
    const { activeDeadlineSeconds } = this.pod.spec;
    if (activeDeadlineSeconds === undefined) return;
    const { world } = this.#parts;
    const passedMs = world.nowMs() - Date.parse(this.#startTime);
    world.after(Math.max(0, activeDeadlineSeconds * 1000 - passedMs), () => {
      const message = 'Pod was active on the node longer than the specified deadline';
      this.#fail('Normal', 'DeadlineExceeded', message);
    });
  }

  /**
   * Ends a pod that holds more than it may, without grace.
   * @source k8s 1.20 pkg/kubelet/eviction/eviction_manager.go evictPod
   */
  #evict(message: string): void {
    this.isEvicted = true;
    this.#fail('Warning', 'Evicted', message);
  }

  /** Ends the pod as failed, unless it is over already. */
  #fail(type: 'Normal' | 'Warning', reason: string, message: string): void {
    if (this.isGone || this.isTerminal || this.pod.metadata.deletionTimestamp !== undefined) return;
    const computed = this.computeStatus();
    if (computed.phase === 'Succeeded' || computed.phase === 'Failed') return;
    this.#parts.record(this.pod, type, reason, message);
    const status: PodStatus = { ...computed, phase: 'Failed', reason, message };
    this.isTerminal = true;
    this.pod = { ...this.pod, status };
    this.#parts.status.set(this.pod, status);
    this.sync();
  }

  /** Refuses the pod for good. @source k8s 1.20 pkg/kubelet/kubelet.go rejectPod */
  reject(reason: string, message: string): void {
    this.isTerminal = true;
    this.#parts.record(this.pod, 'Warning', reason, message);
    this.#parts.status.set(this.pod, {
      phase: 'Failed',
      reason,
      message: `Pod ${message}`,
      startTime: timeText(this.#parts.world.nowMs()),
    });
  }
}
