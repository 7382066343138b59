/** NodeUnschedulable: no pod goes to a cordoned node, unless it tolerates the taint that cordoning sets. */
import { toleratesTaint } from '../../../kube/index.ts';
import { reject, type SchedulerPlugin } from '../plugin.ts';

const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const rejection = reject('node(s) were unschedulable', false);

/** @source k8s 1.20 pkg/scheduler/framework/plugins/nodeunschedulable/node_unschedulable.go */
export const nodeUnschedulable: SchedulerPlugin = {
  name: 'NodeUnschedulable',
  filter({ pod, snapshot }) {
    if (!snapshot.facts.hasUnschedulable) return undefined;
    if ((pod.pod.spec.tolerations ?? []).some((toleration) => toleratesTaint(toleration, taint)))
      return undefined;
    return ({ node }) => (node?.spec.unschedulable === true ? rejection : undefined);
  },
};
