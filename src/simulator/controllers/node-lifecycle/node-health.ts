/** NodeHealth: when each node was last heard of, and what its conditions say once it has been silent for too long. */
import type { Condition, Lease, Node } from '../../../kube/index.ts';

/** @source k8s 1.20 cmd/kube-controller-manager: --node-monitor-grace-period, --node-startup-grace-period */
const graceMs = 40_000;
const startupGraceMs = 60_000;
/** A kubelet renews its lease this often (10 s); one that is later than that may be on its way out. */
const renewalMs = 10_500;

const watchedConditions = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

interface Health {
  heardMs: number;
  heartbeatTime: string | undefined;
  renewTime: string | undefined;
}

export interface Judgement {
  /** The Ready condition as it was, which a node that never reported does not have. */
  observed: Condition | undefined;
  /** The Ready condition as it is to be. */
  current: Condition | undefined;
  /** All conditions, where they must be written. */
  conditions: readonly Condition[] | undefined;
  /** Until its grace ends, when the node is late; undefined when it is not. */
  silentForMs: number | undefined;
}

export const readyConditionOf = ({ status }: Node): Condition | undefined =>
  (status?.conditions ?? []).find(({ type }) => type === 'Ready');

const unknownConditions = (node: Node, now: string): Condition[] => {
  const conditions = [...(node.status?.conditions ?? [])];
  for (const type of watchedConditions) {
    const index = conditions.findIndex((condition) => condition.type === type);
    const old = conditions[index];
    if (old === undefined) {
      conditions.push({
        type,
        status: 'Unknown',
        reason: 'NodeStatusNeverUpdated',
        message: 'Kubelet never posted node status.',
        lastHeartbeatTime: node.metadata.creationTimestamp ?? now,
        lastTransitionTime: now,
      });
    } else if (old.status !== 'Unknown') {
      const message = 'Kubelet stopped posting node status.';
      conditions[index] = {
        ...old,
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message,
        lastTransitionTime: now,
      };
    }
  }
  return conditions;
};

/** @source k8s 1.20 pkg/controller/nodelifecycle/node_lifecycle_controller.go tryUpdateNodeHealth */
export class NodeHealth {
  readonly #health = new Map<string, Health>();

  forget(name: string): void {
    this.#health.delete(name);
  }

  /** The cluster comes back from total silence: every node is given a fresh start. */
  renewAll(nowMs: number): void {
    for (const health of this.#health.values()) health.heardMs = nowMs;
  }

  judge(node: Node, lease: Lease | undefined, now: { ms: number; time: string }): Judgement {
    const ready = readyConditionOf(node);
    const heardMs = this.#hear(node, ready, lease, now.ms);
    const endMs = heardMs + (ready === undefined ? startupGraceMs : graceMs);
    if (now.ms <= endMs) {
      const isLate = now.ms - heardMs > renewalMs && ready?.status !== 'Unknown';
      return {
        observed: ready,
        current: ready,
        conditions: undefined,
        silentForMs: isLate ? endMs - now.ms + 1 : undefined,
      };
    }
    if (ready?.status === 'Unknown')
      return { observed: ready, current: ready, conditions: undefined, silentForMs: undefined };
    const conditions = unknownConditions(node, now.time);
    const current = conditions.find(({ type }) => type === 'Ready');
    return { observed: ready, current, conditions, silentForMs: undefined };
  }

  /** Notes a fresh heartbeat or lease, and answers when there last was one. */
  #hear(node: Node, ready: Condition | undefined, lease: Lease | undefined, nowMs: number): number {
    const heartbeatTime = ready?.lastHeartbeatTime;
    const renewTime = lease?.spec.renewTime;
    let health = this.#health.get(node.metadata.name);
    if (health === undefined) {
      const created = node.metadata.creationTimestamp;
      const heardMs = ready === undefined && created !== undefined ? Date.parse(created) : nowMs;
      this.#health.set(node.metadata.name, (health = { heardMs, heartbeatTime, renewTime }));
    } else if (heartbeatTime !== health.heartbeatTime || (renewTime ?? '') > (health.renewTime ?? '')) {
      // A heartbeat that we wrote ourselves, by marking the node as unknown, leaves its time as it was.
      Object.assign(health, { heardMs: nowMs, heartbeatTime, renewTime });
    }
    return health.heardMs;
  }
}
