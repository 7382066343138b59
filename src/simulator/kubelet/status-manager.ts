/** Brings a kubelet's pod statuses to the API at the pace of its client, and removes pods from the API that have ended. */
import type { Scheduled } from '../../core/index.ts';
import type { Pod, PodStatus } from '../../kube/index.ts';
import { isAtLeast } from '../../kube/index.ts';
import type { World } from '../world.ts';
import { isSameStatus, mergePodStatus } from './merge-pod-status.ts';

/** Upstream's kubelet: --kube-api-qps 5, --kube-api-burst 10; a status costs a GET and a PATCH. */
const qps = 5;
const burst = 10;
const requestsPerSync = 2;
const syncPeriodMs = 10_000;

export interface StatusManagerOptions {
  nodeName: string;
  /** Whether the API can be reached now. */
  isConnected(): boolean;
}

/**
 * @source k8s 1.20 pkg/kubelet/status/status_manager.go
 * Statuses that wait for the client are written once, with what is newest, as a batch does.
 */
export class StatusManager {
  readonly #world: World;
  readonly #options: StatusManagerOptions;
  readonly #waiting = new Map<string, { pod: Pod; status: PodStatus }>();
  /** Pods of which nothing is left on the machine, and when that was found. */
  readonly #ended = new Map<string, { pod: Pod; reclaimedMs: number }>();
  readonly #phaseMs: number;
  #tokens = burst;
  #tokensAtMs: number;
  #sync: Scheduled | undefined;
  #tick: Scheduled | undefined;

  constructor(world: World, options: StatusManagerOptions) {
    this.#world = world;
    this.#options = options;
    this.#phaseMs = world.random(`status-manager/${options.nodeName}`).below(syncPeriodMs);
    this.#tokensAtMs = world.nowMs();
  }

  set(pod: Pod, status: PodStatus): void {
    this.#waiting.set(pod.metadata.uid ?? '', { pod, status });
    this.#scheduleSync();
  }

  /** The API may forget this pod as soon as the periodic sync looks at it after `reclaimedMs`. */
  setEnded(pod: Pod, reclaimedMs: number): void {
    this.#ended.set(pod.metadata.uid ?? '', { pod, reclaimedMs });
    this.#scheduleTick(reclaimedMs);
  }

  forget(uid: string): void {
    this.#waiting.delete(uid);
    this.#ended.delete(uid);
  }

  /** The kubelet's process is gone: what it knew and had not written goes with it. */
  reset(): void {
    this.#waiting.clear();
    this.#ended.clear();
  }

  /** The API can be reached again. */
  resume(): void {
    if (this.#waiting.size > 0) this.#scheduleSync();
    this.#rescheduleTick();
  }

  #scheduleSync(): void {
    if (this.#sync !== undefined || !this.#options.isConnected()) return;
    this.#refill();
    const missing = requestsPerSync - this.#tokens;
    const delayMs = missing <= 0 ? 0 : (missing / qps) * 1000;
    this.#sync = this.#world.after(Math.ceil(delayMs) + 2, () => {
      this.#sync = undefined;
      this.#syncAll();
    });
  }

  #refill(): void {
    const nowMs = this.#world.nowMs();
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#tokensAtMs) / 1000) * qps);
    this.#tokensAtMs = nowMs;
  }

  #syncAll(): void {
    if (!this.#options.isConnected()) return;
    this.#refill();
    for (const [uid, { pod, status }] of this.#waiting) {
      if (this.#tokens < requestsPerSync - 1e-6) break;
      this.#waiting.delete(uid);
      if (this.#write(pod, status)) this.#tokens -= requestsPerSync;
      else this.#tokens--;
    }
    if (this.#waiting.size > 0) this.#scheduleSync();
  }

  /** Answers whether there was something to write. */
  #write(pod: Pod, status: PodStatus): boolean {
    const { api } = this.#world;
    const { namespace, name, uid } = pod.metadata;
    const found = api.get('pods', namespace, name);
    if (!found.ok || found.value.metadata.uid !== uid) return false;
    const merged = mergePodStatus(found.value.status, status, this.#world.nowTime());
    if (found.value.status !== undefined && isSameStatus(found.value.status, merged)) return false;
    api.update('pods', { ...found.value, status: merged } as Pod, {
      user: `kubelet/${this.#options.nodeName}`,
      subresource: 'status',
    });
    return true;
  }

  /** From 1.22 on the end of a pod is told at once; before, the periodic sync finds it. */
  #nextTickMs(reclaimedMs: number): number {
    if (isAtLeast(this.#world.version, 22)) return reclaimedMs;
    const after = Math.max(reclaimedMs, this.#world.nowMs()) - this.#phaseMs;
    return Math.ceil(after / syncPeriodMs) * syncPeriodMs + this.#phaseMs;
  }

  #rescheduleTick(): void {
    let earliest = Infinity;
    for (const { reclaimedMs } of this.#ended.values()) earliest = Math.min(earliest, reclaimedMs);
    if (earliest !== Infinity) this.#scheduleTick(earliest);
  }

  #scheduleTick(reclaimedMs: number): void {
    if (!this.#options.isConnected()) return;
    const due = this.#nextTickMs(reclaimedMs);
    if (this.#tick !== undefined) {
      if (!this.#tick.cancelled && this.#tick.timeMs <= due) return;
      this.#world.cancel(this.#tick);
    }
    this.#tick = this.#world.after(Math.max(0, due - this.#world.nowMs()), () => {
      this.#tick = undefined;
      this.#deleteEnded();
    });
  }

  #deleteEnded(): void {
    if (!this.#options.isConnected()) return;
    const nowMs = this.#world.nowMs();
    for (const [uid, { pod, reclaimedMs }] of this.#ended) {
      if (reclaimedMs > nowMs) continue;
      this.#ended.delete(uid);
      const waiting = this.#waiting.get(uid);
      if (waiting !== undefined) {
        this.#waiting.delete(uid);
        this.#write(waiting.pod, waiting.status);
      }
      const { namespace, name } = pod.metadata;
      const options = { gracePeriodSeconds: 0, preconditions: { uid } };
      this.#world.api.delete('pods', namespace, name, options, { user: `kubelet/${this.#options.nodeName}` });
    }
    this.#rescheduleTick();
  }
}
