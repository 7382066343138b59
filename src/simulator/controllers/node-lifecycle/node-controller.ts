/** The node lifecycle controller: nodes that fall silent become NotReady, and are tainted by their conditions. */
import type { Node } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import { NodeMonitor } from './node-monitor.ts';
import { noScheduleChange, TaintChanges } from './node-taints.ts';

/** All nodes are one key, so that no two writes of a node's taints cross. */
const key = 'nodes';

/** @source k8s 1.20 cmd/kube-controller-manager --node-monitor-period */
const monitorMs = 5_000;

const needsTaints = (node: Node): boolean => {
  const { add, remove } = noScheduleChange(node);
  return add.length > 0 || remove.length > 0;
};

/** @source k8s 1.20 pkg/controller/nodelifecycle/node_lifecycle_controller.go */
export const nodeController = defineController({
  name: 'node-controller',
  summary: 'Marks nodes that fall silent as NotReady, and taints nodes by their conditions.',
  create({ version }) {
    const monitor = new NodeMonitor(version);
    /** When the monitor is next to look; nodes that change are tainted in between. */
    let nextLookMs = Infinity;
    return {
      watches: [
        {
          resource: 'nodes',
          keys: ({ object, isDeleted }) => (!isDeleted && needsTaints(object as Node) ? [key] : []),
        },
      ],
      resync: {
        everyMs: monitorMs,
        keys() {
          nextLookMs = 0;
          return [key];
        },
      },
      reconcile(_key, view, now) {
        const taints = new TaintChanges();
        for (const node of view.list('nodes')) taints.put(node, noScheduleChange(node));
        if (now.ms < nextLookMs) {
          const actions = taints.actions(now.time);
          return nextLookMs === Infinity ? { actions } : { actions, requeueAfterMs: nextLookMs - now.ms };
        }
        const { actions, requeueAfterMs } = monitor.look(view, now, taints);
        nextLookMs = now.ms + (requeueAfterMs ?? Infinity);
        const all = [...actions, ...taints.actions(now.time)];
        return requeueAfterMs === undefined ? { actions: all } : { actions: all, requeueAfterMs };
      },
    };
  },
});
