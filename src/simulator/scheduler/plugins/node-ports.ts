/** NodePorts: the host ports a pod wants must be free on the node. */
import { hostPortsClash } from '../host-ports.ts';
import { reject, type SchedulerPlugin } from '../plugin.ts';

const rejection = reject("node(s) didn't have free ports for the requested pod ports", true);

/** @source k8s 1.20 pkg/scheduler/framework/plugins/nodeports/node_ports.go */
export const nodePorts: SchedulerPlugin = {
  name: 'NodePorts',
  filter({ pod: { hostPorts } }) {
    if (hostPorts.length === 0) return undefined;
    return ({ usedPorts }) =>
      usedPorts.length > 0 && hostPortsClash(hostPorts, usedPorts) ? rejection : undefined;
  },
};
