/** The node monitor: looks at every node each five seconds, marks the silent ones, and has them tainted for eviction. */
import { isAtLeast } from '../../../kube/index.ts';
import type { Condition, KubernetesVersion, Node } from '../../../kube/index.ts';
import type { Action, Reconciliation, View } from '../../controller.ts';
import { zoneOf } from '../../scheduler/index.ts';
import { markPodsNotReady } from './mark-pods-not-ready.ts';
import { NodeHealth, readyConditionOf, type Judgement } from './node-health.ts';
import {
  hasTaint,
  notReadyTaint,
  unreachableTaint,
  type TaintChange,
  type TaintChanges,
} from './node-taints.ts';
import { Zones, type ZoneQueue } from './zone-disruption.ts';

const leaseNamespace = 'kube-node-lease';

interface Now {
  ms: number;
  time: string;
}

/** @source k8s 1.20 pkg/controller/nodelifecycle/node_lifecycle_controller.go isNodeExcludedFromDisruptionChecks */
const countsForDisruption = ({ metadata: { name, labels } }: Node, version: KubernetesVersion): boolean => {
  const isLegacyMaster =
    name.endsWith('master') || (name.length >= 10 && name.slice(0, -3).endsWith('master-'));
  if (isLegacyMaster && !isAtLeast(version, 21)) return false;
  return labels?.['node.kubernetes.io/exclude-disruption'] === undefined;
};

export class NodeMonitor {
  readonly #version: KubernetesVersion;
  readonly #health = new NodeHealth();
  readonly #zones = new Zones();
  #known: ReadonlyMap<string, Node> | undefined;

  constructor(version: KubernetesVersion) {
    this.#version = version;
  }

  /** @source k8s 1.20 pkg/controller/nodelifecycle/node_lifecycle_controller.go monitorNodeHealth */
  look(view: View, now: Now, taints: TaintChanges): Reconciliation {
    const nodes = view.list('nodes');
    const actions = this.#greet(nodes);
    const conditionsByZone = new Map<string, (Condition | undefined)[]>();
    let nextInMs: number | undefined;
    const wakeIn = (ms: number | undefined): void => {
      if (ms !== undefined) nextInMs = Math.min(nextInMs ?? Infinity, ms);
    };
    for (const node of nodes) {
      const judgement = this.#health.judge(
        node,
        view.get('leases.coordination.k8s.io', leaseNamespace, node.metadata.name),
        now,
      );
      wakeIn(judgement.silentForMs);
      actions.push(...this.#report(node, judgement, view, now));
      this.#mark(node, judgement.observed, taints);
      const zone = zoneOf(node.metadata.labels ?? {});
      if (!countsForDisruption(node, this.#version)) continue;
      conditionsByZone.set(zone, [...(conditionsByZone.get(zone) ?? []), judgement.current]);
    }
    const { hasStopped, hasResumed } = this.#zones.update(conditionsByZone);
    if (hasStopped) for (const node of nodes) this.#release(node, taints);
    if (hasResumed && !hasStopped) this.#health.renewAll(now.ms);
    for (const queue of this.#zones.queues()) {
      const { names, nextInMs: inMs } = queue.take(now.ms);
      wakeIn(inMs);
      for (const name of names) {
        const node = view.get('nodes', undefined, name);
        if (node !== undefined) taints.put(node, evictionTaint(readyConditionOf(node)));
      }
    }
    return { actions, ...(nextInMs === undefined ? {} : { requeueAfterMs: nextInMs }) };
  }

  /** Events about nodes that came or went. Those there at the first look have been known for long. */
  #greet(nodes: readonly Node[]): Action[] {
    const before = this.#known;
    this.#known = new Map(nodes.map((node) => [node.metadata.name, node]));
    if (before === undefined) return [];
    const tell = (node: Node, reason: string, what: string): Action => {
      const message = `Node ${node.metadata.name} event: ${what}`;
      return { do: 'event', about: node, type: 'Normal', reason, message };
    };
    const actions: Action[] = [];
    for (const [name, node] of this.#known) {
      if (!before.has(name))
        actions.push(tell(node, 'RegisteredNode', `Registered Node ${name} in Controller`));
    }
    for (const [name, node] of before) {
      if (this.#known.has(name)) continue;
      this.#health.forget(name);
      for (const queue of this.#zones.queues()) queue.remove(name);
      actions.push(tell(node, 'RemovingNode', `Removing Node ${name} from Controller`));
    }
    return actions;
  }

  /** Writes that a node is silent, tells it, and marks its pods. */
  #report(node: Node, { observed, current, conditions }: Judgement, view: View, now: Now): Action[] {
    const { name } = node.metadata;
    const actions: Action[] = [];
    if (conditions !== undefined) {
      const patch = { status: { conditions } };
      actions.push({
        do: 'patch',
        resource: 'nodes',
        name,
        type: 'strategic-merge-patch+json',
        patch,
        subresource: 'status',
        mayFail: true,
      });
    }
    if (current === undefined || current.status === 'True' || observed?.status !== 'True') return actions;
    const message = `Node ${name} status is now: NodeNotReady`;
    actions.push({ do: 'event', about: node, type: 'Normal', reason: 'NodeNotReady', message });
    actions.push(...markPodsNotReady(view.podsOnNode(name), now.time));
    return actions;
  }

  /** @source k8s 1.20 pkg/controller/nodelifecycle/node_lifecycle_controller.go processTaintBaseEviction */
  #mark(node: Node, observed: Condition | undefined, taints: TaintChanges): void {
    if (observed === undefined) return;
    if (observed.status === 'True') {
      this.#release(node, taints);
      return;
    }
    const { add, remove } = evictionTaint(observed);
    if (remove.some((taint) => hasTaint(node, taint))) taints.put(node, { add, remove });
    else if (!add.every((taint) => hasTaint(node, taint))) this.#queueOf(node).add(node.metadata.name);
  }

  #release(node: Node, taints: TaintChanges): void {
    this.#queueOf(node).remove(node.metadata.name);
    taints.put(node, { add: [], remove: [unreachableTaint, notReadyTaint] });
  }

  #queueOf(node: Node): ZoneQueue {
    return this.#zones.queue(zoneOf(node.metadata.labels ?? {}));
  }
}

/** Not ready and unreachable shut each other out; a node that is ready again is left alone. */
const evictionTaint = (ready: Condition | undefined): TaintChange => {
  if (ready?.status === 'False') return { add: [notReadyTaint], remove: [unreachableTaint] };
  if (ready?.status === 'Unknown') return { add: [unreachableTaint], remove: [notReadyTaint] };
  return { add: [], remove: [] };
};
