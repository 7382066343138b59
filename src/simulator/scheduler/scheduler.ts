/** The scheduler: takes pods from its queue one at a time, finds each a node, and binds it there. */
import { isAtLeast } from '../../kube/index.ts';
import { TokenBucket } from '../runtime/token-bucket.ts';
import type { Component, World } from '../world.ts';
import { volumesIn, workloadsIn } from './cluster-lookups.ts';
import { watchCluster } from './cluster-watch.ts';
import { NominatedPods } from './nominated-pods.ts';
import type { NodeInfo } from './node-info.ts';
import { podInfoOf } from './pod-info.ts';
import { failurePatch, type SchedulingFailure } from './pod-condition.ts';
import { findPreemption, type Candidate } from './preemption.ts';
import { profileOf, type Profile } from './profile.ts';
import { QueueFlushes } from './queue-flushes.ts';
import { scheduleCycle, type CycleOutcome } from './schedule-cycle.ts';
import { SchedulingQueue } from './scheduling-queue.ts';
import { SchedulingEvents } from './scheduling-events.ts';
import { ServiceIndex } from './service-index.ts';
import { Snapshot } from './snapshot.ts';
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
  readonly #queue = new SchedulingQueue();
  readonly #nominated = new NominatedPods();
  readonly #services = new ServiceIndex();
  readonly #events: SchedulingEvents;
  readonly #flushes: QueueFlushes;
  readonly #assumed = new Set<string>();
  readonly #bucket = new TokenBucket(qps, burst);
  #nextStart = 0;
  #isRunning = false;

  constructor(world: World) {
    this.#world = world;
    this.#profile = profileOf(world.version);
    this.#events = new SchedulingEvents(world);
    this.#snapshot = new Snapshot(world.version, workloadsIn(world.api, this.#services));
    this.#flushes = new QueueFlushes(world, this.#queue, () => this.#wake());
  }

  start(): void {
    this.#flushes.start();
    this.#snapshot.volumes = volumesIn(this.#world.api);
    watchCluster({
      world: this.#world,
      schedulerName: component,
      snapshot: this.#snapshot,
      queue: this.#queue,
      nominated: this.#nominated,
      services: this.#services,
      assumed: this.#assumed,
      wake: () => this.#wake(),
    });
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
      this.#warn(waiting, `skip schedule deleting pod: ${info.namespace}/${info.pod.metadata.name}`);
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
      this.#assume(waiting, outcome.node.name);
      this.#next(this.#between(cycleMs));
      return;
    }
    const failure = this.#preempt(waiting, outcome);
    this.#fail(waiting, queueCycle, failure, () => this.#next(this.#between(cycleMs)));
  }

  #assume(waiting: WaitingPod, nodeName: string): void {
    const { info } = waiting;
    this.#assumed.add(info.key);
    this.#nominated.delete(info.key);
    this.#snapshot.addPod(info, nodeName);
    this.#world.after(this.#answerMs(), () => this.#bind(waiting, nodeName));
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
    this.#snapshot.removePod(info.key);
    const message = `Binding rejected: plugin "DefaultBinder" failed to bind pod "${namespace}/${name}": ${answer.status.message ?? ''}`;
    this.#fail(
      waiting,
      this.#queue.cycle,
      { reason: 'SchedulerError', message, nominatedNode: '' },
      () => undefined,
    );
  }

  /** What to say of a pod that fits nowhere, after room was made for it where that is possible. */
  #preempt(waiting: WaitingPod, outcome: CycleOutcome & { ok: false }): SchedulingFailure {
    const { version, api } = this.#world;
    const failure: SchedulingFailure = {
      reason: 'Unschedulable',
      message: outcome.message,
      nominatedNode: '',
    };
    if (outcome.rejections.size === 0) return failure;
    const budgets = api.list('poddisruptionbudgets.policy');
    const preemption = findPreemption({
      cycle: { pod: waiting.info, snapshot: this.#snapshot, version },
      profile: this.#profile,
      rejections: outcome.rejections,
      budgets: budgets.ok ? budgets.value.items : [],
      nominated: this.#nominated.byNode,
      nowMs: this.#world.nowMs(),
    });
    if (preemption.candidate !== undefined) {
      this.#evict(waiting, preemption.candidate);
      return { ...failure, nominatedNode: preemption.candidate.node.name };
    }
    if (!preemption.mightHelp) this.#clearNomination(waiting.info.pod.metadata.namespace ?? '', waiting);
    return isAtLeast(version, 24)
      ? { ...failure, message: `${failure.message} preemption: ${preemption.message}` }
      : failure;
  }

  /** @source k8s 1.20 pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go PrepareCandidate */
  #evict(preemptor: WaitingPod, { node, pods }: Candidate): void {
    const { namespace, pod } = preemptor.info;
    for (const { pod: victim } of pods) {
      this.#world.api.delete('pods', victim.metadata.namespace, victim.metadata.name, {}, by);
      const message = `Preempted by ${namespace}/${pod.metadata.name} on node ${node.name}`;
      this.#events.record({
        about: victim,
        related: pod,
        type: 'Normal',
        reason: 'Preempted',
        action: 'Preempting',
        message,
      });
    }
    this.#dropLesserNominations(preemptor, node);
  }

  #dropLesserNominations(preemptor: WaitingPod, node: NodeInfo): void {
    for (const other of this.#nominated.byNode.get(node.name) ?? []) {
      if (other.priority >= preemptor.info.priority) continue;
      this.#nominated.delete(other.key);
      this.#patchStatus(other.namespace, other.pod.metadata.name, { status: { nominatedNodeName: null } });
    }
  }

  #clearNomination(namespace: string, { info }: WaitingPod): void {
    if ((info.pod.status?.nominatedNodeName ?? '') === '') return;
    this.#nominated.delete(info.key);
    this.#patchStatus(namespace, info.pod.metadata.name, { status: { nominatedNodeName: null } });
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
    this.#warn(waiting, failure.message.slice(0, 1024));
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

  #warn({ info }: WaitingPod, message: string): void {
    this.#events.record({
      about: info.pod,
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
