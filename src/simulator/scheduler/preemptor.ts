/** Preemptor: makes room for a pod that fits nowhere, where evicting pods can, and says what came of it. */
import { isAtLeast } from '../../kube/index.ts';
import type { Pod } from '../../kube/index.ts';
import { disruptionPatch, marksDisruption } from '../disruption-target.ts';
import type { World } from '../world.ts';
import { afterPreemption } from './fit-error.ts';
import type { NominatedPods } from './nominated-pods.ts';
import type { NodeInfo } from './node-info.ts';
import type { SchedulingFailure } from './pod-condition.ts';
import { findPreemption, type Candidate } from './preemption.ts';
import type { Profile } from './profile.ts';
import type { CycleOutcome } from './schedule-cycle.ts';
import type { SchedulingEvents } from './scheduling-events.ts';
import type { Snapshot } from './snapshot.ts';
import type { WaitingPod } from './waiting-pod.ts';

const by = { user: 'default-scheduler' };

export interface PreemptorParts {
  world: World;
  profile: Profile;
  snapshot: Snapshot;
  nominated: NominatedPods;
  events: SchedulingEvents;
}

export class Preemptor {
  readonly #parts: PreemptorParts;

  constructor(parts: PreemptorParts) {
    this.#parts = parts;
  }

  /** What to say of a pod that fits nowhere, after room was made for it where that is possible. */
  failureOf(waiting: WaitingPod, outcome: CycleOutcome & { ok: false }): SchedulingFailure {
    const { version, api } = this.#parts.world;
    const failure: SchedulingFailure = {
      reason: 'Unschedulable',
      message: outcome.message,
      nominatedNode: '',
    };
    const { refusal } = outcome;
    if (outcome.rejections.size === 0 || refusal?.isError === true) return failure;
    // What refuses a pod before any node is looked at is not said of each node.
    const isForgotten = refusal !== undefined && isAtLeast(version, 26) && !isAtLeast(version, 29);
    const budgets = api.list('poddisruptionbudgets.policy');
    const preemption = findPreemption({
      cycle: { pod: waiting.info, snapshot: this.#parts.snapshot, version },
      profile: this.#parts.profile,
      rejections: isForgotten ? new Map() : outcome.rejections,
      budgets: budgets.ok ? budgets.value.items : [],
      nominated: this.#parts.nominated.byNode,
      nowMs: this.#parts.world.nowMs(),
    });
    if (preemption.candidate !== undefined) {
      this.#evict(waiting, preemption.candidate);
      return { ...failure, nominatedNode: preemption.candidate.node.name };
    }
    if (!preemption.mightHelp) this.#clearNomination(waiting.info.pod.metadata.namespace ?? '', waiting);
    const { message } = failure;
    const isRefused = refusal !== undefined;
    return { ...failure, message: afterPreemption(message, preemption.message, isRefused, version) };
  }

  /** @source k8s 1.20 pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go PrepareCandidate */
  #evict(preemptor: WaitingPod, { node, pods }: Candidate): void {
    const { namespace, pod } = preemptor.info;
    for (const { pod: victim } of pods) {
      this.#mark(victim, preemptor);
      this.#parts.world.api.delete('pods', victim.metadata.namespace, victim.metadata.name, {}, by);
      const message = `Preempted by ${namespace}/${pod.metadata.name} on node ${node.name}`;
      this.#parts.events.record({
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

  /** @source k8s 1.26, 1.27 pkg/scheduler/framework/preemption/preemption.go prepareCandidate */
  #mark({ metadata }: Pod, { info }: WaitingPod): void {
    const { world } = this.#parts;
    if (!marksDisruption(world.version)) return;
    const { metadata: preemptor, spec } = info.pod;
    const why = 'preempting to accommodate a higher priority pod';
    const [reason, message] = isAtLeast(world.version, 27)
      ? ['PreemptionByScheduler', `${spec.schedulerName ?? 'default-scheduler'}: ${why}`]
      : ['PreemptionByKubeScheduler', `Kube-scheduler: ${why}: ${info.namespace}/${preemptor.name}`];
    const patch = disruptionPatch(reason, message, world.nowTime());
    this.#patchStatus(metadata.namespace ?? '', metadata.name, patch);
  }

  #dropLesserNominations(preemptor: WaitingPod, node: NodeInfo): void {
    for (const other of this.#parts.nominated.byNode.get(node.name) ?? []) {
      if (other.priority >= preemptor.info.priority) continue;
      this.#parts.nominated.delete(other.key);
      this.#patchStatus(other.namespace, other.pod.metadata.name, { status: { nominatedNodeName: null } });
    }
  }

  #clearNomination(namespace: string, { info }: WaitingPod): void {
    if ((info.pod.status?.nominatedNodeName ?? '') === '') return;
    this.#parts.nominated.delete(info.key);
    this.#patchStatus(namespace, info.pod.metadata.name, { status: { nominatedNodeName: null } });
  }

  #patchStatus(namespace: string, name: string, patch: unknown): void {
    this.#parts.world.api.patch('pods', namespace, name, 'strategic-merge-patch+json', patch, {
      ...by,
      subresource: 'status',
    });
  }
}
