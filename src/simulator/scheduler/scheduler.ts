/** The scheduler: takes pods from its queue one at a time, finds each a node, and binds it there. */
import { TokenBucket } from '../runtime/token-bucket.ts';
import type { Component, World } from '../world.ts';
import { volumesIn, workloadsIn } from './cluster-lookups.ts';
import { watchCluster } from './cluster-watch.ts';
import { NominatedPods } from './nominated-pods.ts';
import type { NodeInfo } from './node-info.ts';
import { podInfoOf, type PodInfo } from './pod-info.ts';
import { failurePatch, volumeFailure, type SchedulingFailure } from './pod-condition.ts';
import { Preemptor } from './preemptor.ts';
import { podUpdateRules } from './pod-update.ts';
import { profileOf, type Profile } from './profile.ts';
import { QueueFlushes } from './queue-flushes.ts';
import { scheduleCycle } from './schedule-cycle.ts';
import { SchedulingQueue } from './scheduling-queue.ts';
import { SchedulingEvents } from './scheduling-events.ts';
import { ServiceIndex } from './service-index.ts';
import { Snapshot } from './snapshot.ts';
import { VolumeBinder } from './volume-binder.ts';
import { VolumeCaches } from './volume-caches.ts';
import type { WaitingPod } from './waiting-pod.ts';

const component = 'default-scheduler';
const by = { user: component };

/** @source k8s 1.20 pkg/scheduler/apis/config/v1beta1/defaults.go ClientConnection */
const qps = 50;
const burst = 100;

/** Until the scheduler hears of a pod; one cycle; an answer of the API server. */
const hearsWithinMs = { from: 1, to: 4 };
const cycleMs = { from: 0.3, to: 1.2 };
const answersWithinMs = { from: 1, to: 4 };

class Scheduler implements Component {
  readonly name = component;
  readonly #world: World;
  readonly #snapshot: Snapshot;
  readonly #profile: Profile;
  readonly #queue: SchedulingQueue;
  readonly #nominated = new NominatedPods();
  readonly #services = new ServiceIndex();
  readonly #events: SchedulingEvents;
  readonly #flushes: QueueFlushes;
  readonly #preemptor: Preemptor;
  readonly #assumed = new Set<string>();
  readonly #bucket = new TokenBucket(qps, burst);
  #volumes: VolumeBinder | undefined;
  #nextStart = 0;
  #isRunning = false;

  constructor(world: World) {
    this.#world = world;
    this.#profile = profileOf(world.version);
    this.#queue = new SchedulingQueue(podUpdateRules(world.version));
    this.#events = new SchedulingEvents(world);
    this.#snapshot = new Snapshot(world.version, workloadsIn(world.api, this.#services));
    this.#preemptor = new Preemptor({
      world,
      profile: this.#profile,
      snapshot: this.#snapshot,
      nominated: this.#nominated,
      events: this.#events,
    });
    this.#flushes = new QueueFlushes(world, this.#queue, () => this.#wake());
  }

  start(): void {
    this.#flushes.start();
    const lister = volumesIn(this.#world.api);
    if (lister !== undefined) {
      const caches = new VolumeCaches(lister);
      this.#snapshot.volumes = caches;
      this.#volumes = new VolumeBinder(this.#world, caches, () => this.#answerMs());
    }
    watchCluster({
      world: this.#world,
      schedulerName: component,
      snapshot: this.#snapshot,
      queue: this.#queue,
      nominated: this.#nominated,
      services: this.#services,
      assumed: this.#assumed,
      wake: () => this.#wake(),
      skip: (info) => this.#skip(info),
    });
  }

  #skip(info: PodInfo): void {
    if (!this.#world.frozen.has(component))
      this.#warn(info, `skip schedule deleting pod: ${info.namespace}/${info.pod.metadata.name}`);
  }

  #wake(): void {
    this.#flushes.plan();
    if (this.#isRunning || !this.#queue.hasActive || this.#world.frozen.has(component)) return;
    this.#isRunning = true;
    this.#next(this.#between(hearsWithinMs));
  }

  #next(delayMs: number): void {
    this.#world.after(delayMs, () => this.#scheduleOne());
  }

  /** @source k8s 1.20 pkg/scheduler/scheduler.go scheduleOne */
  #scheduleOne(): void {
    const waiting = this.#queue.pop();
    if (waiting === undefined) {
      this.#isRunning = false;
      return;
    }
    const { info } = waiting;
    if (info.isTerminating) {
      this.#skip(info);
      this.#queue.forget(waiting);
      this.#next(0);
      return;
    }
    const queueCycle = this.#queue.cycle;
    const random = this.#world.random('scheduler');
    const outcome = scheduleCycle(info, this.#snapshot, {
      profile: this.#profile,
      below: (limit) => random.below(limit),
      start: this.#nextStart,
      nominated: this.#nominated.byNode,
    });
    this.#nextStart = outcome.nextStart;
    if (outcome.ok) {
      this.#assume(waiting, outcome.node);
      this.#next(this.#between(cycleMs));
      return;
    }
    const failure = this.#preemptor.failureOf(waiting, outcome);
    this.#fail(waiting, queueCycle, failure, () => this.#next(this.#between(cycleMs)));
  }

  #assume(waiting: WaitingPod, node: NodeInfo): void {
    const { info } = waiting;
    this.#assumed.add(info.key);
    this.#nominated.delete(info.key);
    this.#snapshot.addPod(info, node.name);
    const bind = (): void => {
      this.#world.after(this.#answerMs(), () => this.#bind(waiting, node.name));
    };
    const reserved = this.#volumes?.reserve(info, node);
    if (reserved === undefined) {
      bind();
      return;
    }
    this.#volumes?.bind(info, reserved, (error) => {
      if (error === undefined) {
        bind();
        return;
      }
      this.#volumes?.unreserve(reserved);
      this.#rejectBinding(waiting, volumeFailure(info.pod.metadata.name, error, this.#world.version));
    });
  }

  #bind(waiting: WaitingPod, nodeName: string): void {
    const { info } = waiting;
    const { namespace } = info;
    const { name, uid } = info.pod.metadata;
    if (!this.#assumed.has(info.key)) {
      this.#queue.forget(waiting);
      return;
    }
    const binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { namespace, name, uid },
      target: { kind: 'Node', name: nodeName },
    };
    const answer = this.#world.api.post('pods', namespace, name, 'binding', binding, by);
    this.#assumed.delete(info.key);
    if (answer.ok) {
      this.#queue.forget(waiting);
      const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
      this.#events.record({
        about: info.pod,
        type: 'Normal',
        reason: 'Scheduled',
        action: 'Binding',
        message,
      });
      return;
    }
    const message = `Binding rejected: plugin "DefaultBinder" failed to bind pod "${namespace}/${name}": ${answer.status.message ?? ''}`;
    this.#rejectBinding(waiting, { reason: 'SchedulerError', message, nominatedNode: '' });
  }

  #rejectBinding(waiting: WaitingPod, failure: SchedulingFailure): void {
    this.#assumed.delete(waiting.info.key);
    this.#snapshot.removePod(waiting.info.key);
    this.#fail(waiting, this.#queue.cycle, failure, () => undefined);
  }

  /** @source k8s 1.20 pkg/scheduler/scheduler.go recordSchedulingFailure */
  #fail(waiting: WaitingPod, queueCycle: number, failure: SchedulingFailure, done: () => void): void {
    const { namespace, pod } = waiting.info;
    const { name, uid } = pod.metadata;
    const current = this.#world.api.get('pods', namespace, name);
    if (current.ok && current.value.metadata.uid === uid && (current.value.spec.nodeName ?? '') === '') {
      waiting.info = podInfoOf(current.value);
      this.#nominated.add(waiting.info, failure.nominatedNode);
      this.#queue.addUnschedulable(waiting, queueCycle, this.#world.nowMs());
    } else {
      this.#queue.forget(waiting);
    }
    this.#warn(waiting.info, failure.message.slice(0, 1024));
    this.#flushes.plan();
    const patch = failurePatch(waiting.info.pod, failure, this.#world.nowTime());
    if (patch === undefined) {
      done();
      return;
    }
    this.#world.after(this.#answerMs(), () => {
      this.#patchStatus(namespace, name, patch);
      done();
    });
  }

  #patchStatus(namespace: string, name: string, patch: unknown): void {
    this.#world.api.patch('pods', namespace, name, 'strategic-merge-patch+json', patch, {
      ...by,
      subresource: 'status',
    });
  }

  #warn({ pod }: PodInfo, message: string): void {
    this.#events.record({
      about: pod,
      type: 'Warning',
      reason: 'FailedScheduling',
      action: 'Scheduling',
      message,
    });
  }

  #answerMs(): number {
    return this.#bucket.reserveMs(this.#world.nowMs()) + this.#between(answersWithinMs);
  }

  #between({ from, to }: { from: number; to: number }): number {
    return this.#world.random('scheduler').between(from, to);
  }
}

/** The default scheduler of a cluster. */
export const createScheduler = (world: World): Component => new Scheduler(world);
