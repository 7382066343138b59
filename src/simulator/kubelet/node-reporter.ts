/** Keeps a node's Lease and status alive in the API. */
import type { Scheduled } from '../../core/index.ts';
import { deepEqual } from '../../kube/index.ts';
import type { Node } from '../../kube/index.ts';
import type { LabNode } from '../lab.ts';
import type { World } from '../world.ts';
import type { NodeFacts } from './node-object.ts';
import { nodeObject, nodeStatus } from './node-object.ts';

/** @source k8s 1.20 pkg/kubelet/apis/config/v1beta1/defaults.go: lease 40 s renewed at a quarter, status looked at each 10 s, posted each 5 min. */
const lookPeriodMs = 10_000;
const reportPeriodMs = 300_000;
const leaseSeconds = 40;
const leaseNamespace = 'kube-node-lease';

export interface NodeReporterOptions {
  world: World;
  machine: LabNode;
  isConnected(): boolean;
  facts(): NodeFacts;
  recordNodeEvent(type: 'Normal' | 'Warning', reason: string, message: string): void;
}

/** Whether two statuses say the same, whenever it was that they were told. */
const areAlike = (a: Node['status'], b: Node['status']): boolean => {
  if (a === undefined || b === undefined) return a === b;
  const [left, right] = [a.conditions ?? [], b.conditions ?? []];
  const haveAlikeConditions =
    left.length === right.length &&
    left.every(({ type, status, reason, message }, index) => {
      const other = right[index]!;
      return (
        type === other.type && status === other.status && reason === other.reason && message === other.message
      );
    });
  return haveAlikeConditions && deepEqual({ ...a, conditions: null }, { ...b, conditions: null });
};

export class NodeReporter {
  readonly #options: NodeReporterOptions;
  #loop: Scheduled | undefined;
  #reportedMs = 0;
  /** The Node as it was when last found to be right, and what of the machine that depended on. */
  #rightNode: Node | undefined;
  #rightFacts = '';
  #wasUnschedulable = false;

  constructor(options: NodeReporterOptions) {
    this.#options = options;
  }

  /** Registers the node, unless it is known, and begins to report. */
  start(): void {
    const { world, machine } = this.#options;
    if (this.#options.isConnected()) this.#register();
    if (this.#loop !== undefined) return;
    const phaseMs = world.random(`node-reporter/${machine.name}`).below(lookPeriodMs);
    const look = (): void => {
      this.look();
      this.#loop = world.after(lookPeriodMs, look, { idle: true });
    };
    this.#loop = world.after(phaseMs, look, { idle: true });
  }

  stop(): void {
    if (this.#loop !== undefined) this.#options.world.cancel(this.#loop);
    this.#loop = undefined;
  }

  #register(): void {
    const { world, machine } = this.#options;
    const known = world.api.get('nodes', undefined, machine.name);
    if (known.ok) {
      // What a bootstrapped cluster has settled counts as reported at the start.
      this.#reportedMs = world.nowMs();
      return;
    }
    world.api.create(
      'nodes',
      undefined,
      nodeObject(machine, world.version, this.#options.facts()),
      this.#author,
    );
    this.#reportedMs = world.nowMs();
    this.#renewLease();
  }

  /** Renews the lease, and posts the status when something changed or five minutes have passed. */
  look(): void {
    if (!this.#options.isConnected()) return;
    this.#renewLease();
    this.report();
  }

  /** @source k8s 1.20 pkg/kubelet/kubelet_node_status.go tryUpdateNodeStatus */
  report(): void {
    const { world, machine, recordNodeEvent } = this.#options;
    if (!this.#options.isConnected()) return;
    const found = world.api.get('nodes', undefined, machine.name);
    // A node that was deleted only comes back when its kubelet starts anew.
    if (!found.ok) return;
    const node = found.value;
    this.#tellSchedulable(node.spec.unschedulable === true);
    const isDue = world.nowMs() - this.#reportedMs >= reportPeriodMs;
    const facts = this.#options.facts();
    const factsText = `${facts.bootId} ${facts.images.size} ${facts.failure ?? ''}`;
    if (!isDue && node === this.#rightNode && factsText === this.#rightFacts) return;
    this.#rightFacts = factsText;
    const status = nodeStatus(machine, world.version, facts, node.status);
    if (!isDue && areAlike(status, node.status)) {
      this.#rightNode = node;
      return;
    }
    const readiness = (which: Node['status']) =>
      which?.conditions?.find(({ type }) => type === 'Ready')?.status;
    world.api.update('nodes', { ...node, status } as Node, { ...this.#author, subresource: 'status' });
    this.#reportedMs = world.nowMs();
    if (readiness(node.status) === readiness(status)) return;
    const isReady = readiness(status) === 'True';
    recordNodeEvent(
      'Normal',
      isReady ? 'NodeReady' : 'NodeNotReady',
      `Node ${machine.name} status is now: ${isReady ? 'NodeReady' : 'NodeNotReady'}`,
    );
  }

  /** @source k8s 1.20 pkg/kubelet/kubelet_node_status.go recordNodeSchedulableEvent */
  #tellSchedulable(isUnschedulable: boolean): void {
    if (isUnschedulable === this.#wasUnschedulable) return;
    this.#wasUnschedulable = isUnschedulable;
    const reason = isUnschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable';
    const { machine, recordNodeEvent } = this.#options;
    recordNodeEvent('Normal', reason, `Node ${machine.name} status is now: ${reason}`);
  }

  get #author(): { user: string } {
    return { user: `kubelet/${this.#options.machine.name}` };
  }

  #renewLease(): void {
    const { world, machine } = this.#options;
    const found = world.api.get('leases.coordination.k8s.io', leaseNamespace, machine.name);
    const renewTime = world.nowMicroTime();
    if (found.ok) {
      const lease = {
        ...found.value,
        spec: {
          ...found.value.spec,
          holderIdentity: machine.name,
          leaseDurationSeconds: leaseSeconds,
          renewTime,
        },
      };
      world.api.update('leases.coordination.k8s.io', lease, this.#author);
      return;
    }
    const node = world.api.get('nodes', undefined, machine.name);
    if (!node.ok) return;
    const owner = [
      { apiVersion: 'v1', kind: 'Node', name: machine.name, uid: node.value.metadata.uid ?? '' },
    ];
    world.api.create(
      'leases.coordination.k8s.io',
      leaseNamespace,
      {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: machine.name, namespace: leaseNamespace, ownerReferences: owner },
        spec: { holderIdentity: machine.name, leaseDurationSeconds: leaseSeconds, renewTime },
      },
      this.#author,
    );
  }
}
