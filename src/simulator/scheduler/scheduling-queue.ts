/** SchedulingQueue: pods to schedule now, pods that back off, and pods found unschedulable until something changes. */
import { podInfoOf, podKey, type PodInfo } from './pod-info.ts';
import type { Pod } from '../../kube/index.ts';
import type { PodUpdateRules } from './pod-update.ts';
import { ActiveHeap, type WaitingPod } from './waiting-pod.ts';

/** @source k8s 1.20 pkg/scheduler/internal/queue/scheduling_queue.go */
const initialBackoffMs = 1_000;
const maximalBackoffMs = 10_000;
const unschedulableForMs = 60_000;

export class SchedulingQueue {
  readonly #rules: PodUpdateRules;
  readonly #active = new ActiveHeap();
  readonly #waiting = new Map<string, WaitingPod>();
  readonly #backoff = new Set<WaitingPod>();
  readonly #unschedulable = new Set<WaitingPod>();
  /** Never later than the first end of a back-off. */
  #nextBackoffEndMs = Infinity;
  #sequence = 0;
  #cycle = 0;
  /** The cycle in which something last happened that may help unschedulable pods. */
  #moveCycle = -1;

  constructor(rules: PodUpdateRules) {
    this.#rules = rules;
  }

  /** Counts the pods taken out. */
  get cycle(): number {
    return this.#cycle;
  }

  get hasActive(): boolean {
    return this.#active.peek() !== undefined;
  }

  get hasUnschedulable(): boolean {
    return this.#unschedulable.size > 0;
  }

  /** When the first pod has backed off for long enough, or earlier; undefined when none does. */
  get nextBackoffEndMs(): number | undefined {
    return this.#backoff.size === 0 ? undefined : this.#nextBackoffEndMs;
  }

  add(info: PodInfo, nowMs: number): void {
    if (this.#waiting.has(info.key)) return;
    const pod: WaitingPod = { info, sinceMs: nowMs, sequence: 0, attempts: 0, place: 'out' };
    this.#waiting.set(info.key, pod);
    this.#put(pod, 'active');
  }

  /** The pod changed; when it was unschedulable and that may help, it is tried again. */
  update(updated: Pod, nowMs: number): void {
    const pod = this.#waiting.get(podKey(updated));
    if (pod === undefined) return;
    const old = pod.info.pod;
    pod.info = podInfoOf(updated);
    const { mayHelp, endsBackoff } = this.#rules;
    if (pod.place === 'unschedulable') {
      if (!mayHelp(old, updated)) return;
      if (endsBackoff) this.#put(pod, 'active');
      else this.#revive(pod, nowMs);
    } else if (pod.place === 'backoff') {
      if (endsBackoff) this.#put(pod, 'active');
    } else if (pod.place === 'active' && (old.spec.priority ?? 0) !== pod.info.priority)
      this.#put(pod, 'active');
  }

  /** Answers the pod when it was about to be taken out. */
  delete(key: string): PodInfo | undefined {
    const pod = this.#waiting.get(key);
    if (pod === undefined) return undefined;
    this.#waiting.delete(key);
    const wasActive = pod.place === 'active';
    this.#leave(pod);
    return wasActive ? pod.info : undefined;
  }

  /** Takes the next pod out, to be scheduled. */
  pop(): WaitingPod | undefined {
    const pod = this.#active.pop();
    if (pod === undefined) return undefined;
    this.#cycle++;
    pod.attempts++;
    pod.place = 'out';
    return pod;
  }

  /** Scheduled, or not our business any more. */
  forget(pod: WaitingPod): void {
    if (this.#waiting.get(pod.info.key) === pod) this.#waiting.delete(pod.info.key);
  }

  /** Puts a pod back that could not be scheduled. `cycle`: as of taking it out. */
  addUnschedulable(pod: WaitingPod, cycle: number, nowMs: number): void {
    if (this.#waiting.get(pod.info.key) !== pod || pod.place !== 'out') return;
    pod.sinceMs = nowMs;
    this.#put(pod, this.#moveCycle >= cycle ? 'backoff' : 'unschedulable');
  }

  /** Something happened that may make pods schedulable: all of them, or those `isConcerned` picks. */
  move(nowMs: number, isConcerned?: (pod: PodInfo) => boolean): void {
    for (const pod of [...this.#unschedulable]) if (isConcerned?.(pod.info) ?? true) this.#revive(pod, nowMs);
    this.#moveCycle = this.#cycle;
  }

  /** Pods whose back-off has ended become active. */
  flushBackoff(nowMs: number): void {
    this.#nextBackoffEndMs = Infinity;
    for (const pod of [...this.#backoff]) {
      const endMs = backoffEndMs(pod);
      if (endMs <= nowMs) this.#put(pod, 'active');
      else this.#nextBackoffEndMs = Math.min(this.#nextBackoffEndMs, endMs);
    }
  }

  /** Pods that were unschedulable for more than a minute are tried again, whatever happened. */
  flushUnschedulable(nowMs: number): void {
    const leftover = [...this.#unschedulable].filter(({ sinceMs }) => nowMs - sinceMs > unschedulableForMs);
    for (const pod of leftover) this.#revive(pod, nowMs);
    if (leftover.length > 0) this.#moveCycle = this.#cycle;
  }

  #revive(pod: WaitingPod, nowMs: number): void {
    this.#put(pod, backoffEndMs(pod) > nowMs ? 'backoff' : 'active');
  }

  #put(pod: WaitingPod, place: WaitingPod['place']): void {
    this.#leave(pod);
    pod.place = place;
    pod.sequence = this.#sequence++;
    if (place === 'active') this.#active.push(pod);
    else if (place === 'backoff') this.#addToBackoff(pod);
    else this.#unschedulable.add(pod);
  }

  #addToBackoff(pod: WaitingPod): void {
    this.#backoff.add(pod);
    this.#nextBackoffEndMs = Math.min(this.#nextBackoffEndMs, backoffEndMs(pod));
  }

  #leave(pod: WaitingPod): void {
    this.#backoff.delete(pod);
    this.#unschedulable.delete(pod);
    pod.place = 'out';
  }
}

/** @source k8s 1.20 pkg/scheduler/internal/queue/scheduling_queue.go calculateBackoffDuration */
const backoffEndMs = ({ sinceMs, attempts }: WaitingPod): number =>
  sinceMs + Math.min(initialBackoffMs * 2 ** (attempts - 1), maximalBackoffMs);
