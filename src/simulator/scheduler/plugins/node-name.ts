/** NodeName: a pod that names its node goes nowhere else. */
import { isAtLeast } from '../../../kube/index.ts';
import { reject, type SchedulerPlugin } from '../plugin.ts';

/** @source k8s 1.20 pkg/scheduler/framework/plugins/nodename/node_name.go */
export const nodeName: SchedulerPlugin = {
  name: 'NodeName',
  filter({ pod, version }) {
    const wanted = pod.pod.spec.nodeName;
    if (wanted === undefined || wanted === '') return undefined;
    const rejection = reject(
      `node(s) didn't match the requested ${isAtLeast(version, 21) ? 'node name' : 'hostname'}`,
      false,
    );
    return ({ name }) => (name === wanted ? undefined : rejection);
  },
};
