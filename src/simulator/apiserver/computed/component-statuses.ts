/** componentstatuses: the health of the parts of the control plane, asked for at each request. */
import { isAtLeast, type KubeObject } from '../../../kube/index.ts';
import type { ServerCore } from '../server-core.ts';

const component = (isOld: boolean, name: string, message: string): KubeObject & Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'ComponentStatus',
  metadata: { name, ...(isOld ? { creationTimestamp: null } : {}) } as KubeObject['metadata'],
  conditions: [{ type: 'Healthy', status: 'True', message }],
});

/**
 * By name; upstream's order is that of a Go map.
 * @deviates the simulated parts are always well; a cluster that kubeadm made before 1.22 says "connection refused" of the scheduler
 * and the controller manager, which listen on no plain port there
 * @source k8s 1.20 pkg/registry/core/componentstatus/rest.go
 */
export const componentStatuses = ({ host }: ServerCore): readonly KubeObject[] => {
  const isOld = !isAtLeast(host.version, 34);
  return [
    component(isOld, 'controller-manager', 'ok'),
    component(isOld, 'etcd-0', '{"health":"true"}'),
    component(isOld, 'scheduler', 'ok'),
  ];
};
