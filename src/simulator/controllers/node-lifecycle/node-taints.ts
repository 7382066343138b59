/** The taints that the node controller sets, and a node's list of taints with some put in and others left out. */
import type { Node, Taint } from '../../../kube/index.ts';
import type { Action } from '../../controller.ts';

export const notReadyTaint: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' };
export const unreachableTaint: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };

const unschedulableKey = 'node.kubernetes.io/unschedulable';

/** @source k8s 1.20 pkg/controller/nodelifecycle/node_lifecycle_controller.go nodeConditionToTaintKeyStatusMap */
const keyByCondition: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: notReadyTaint.key, Unknown: unreachableTaint.key },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
};

const ownKeys = new Set([
  unschedulableKey,
  ...Object.values(keyByCondition).flatMap((keys) => Object.values(keys)),
]);

/** Taints are the same when key and effect are. */
const isSameTaint = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect;

export const hasTaint = ({ spec }: Node, taint: Taint): boolean =>
  (spec.taints ?? []).some((candidate) => isSameTaint(candidate, taint));

export interface TaintChange {
  add: readonly Taint[];
  remove: readonly Taint[];
}

/**
 * What must change for a node's NoSchedule taints to tell its conditions, and that it is cordoned.
 * @source k8s 1.20 pkg/controller/nodelifecycle/node_lifecycle_controller.go doNoScheduleTaintingPass
 */
export const noScheduleChange = ({ spec, status }: Node): TaintChange => {
  const wanted = (status?.conditions ?? []).flatMap(
    (condition) => keyByCondition[condition.type]?.[condition.status] ?? [],
  );
  if (spec.unschedulable === true) wanted.push(unschedulableKey);
  const present = (spec.taints ?? []).filter(
    ({ key, effect }) => effect === 'NoSchedule' && ownKeys.has(key),
  );
  return {
    add: wanted
      .filter((key) => !present.some((taint) => taint.key === key))
      .map((key) => ({ key, effect: 'NoSchedule' })),
    remove: present.filter(({ key }) => !wanted.includes(key)),
  };
};

/** Changes of taints, collected so that each node is written once. */
export class TaintChanges {
  readonly #changes = new Map<string, { node: Node; add: Taint[]; remove: Taint[] }>();

  put(node: Node, { add, remove }: TaintChange): void {
    let change = this.#changes.get(node.metadata.name);
    if (change === undefined) this.#changes.set(node.metadata.name, (change = { node, add: [], remove: [] }));
    change.add.push(...add);
    change.remove.push(...remove);
  }

  /** A patch for each node whose taints change. */
  actions(now: string): Action[] {
    return [...this.#changes.values()].flatMap(({ node, add, remove }): Action[] => {
      const taints = node.spec.taints ?? [];
      const kept = taints.filter((taint) => !remove.some((removed) => isSameTaint(removed, taint)));
      const added = add
        .filter((taint) => !hasTaint(node, taint))
        .map((taint) => ({ ...taint, timeAdded: now }));
      if (added.length === 0 && kept.length === taints.length) return [];
      const all = [...kept, ...added];
      const patch = { spec: { taints: all.length === 0 ? null : all } };
      return [
        {
          do: 'patch',
          resource: 'nodes',
          name: node.metadata.name,
          type: 'merge-patch+json',
          patch,
          mayFail: true,
        },
      ];
    });
  }
}
