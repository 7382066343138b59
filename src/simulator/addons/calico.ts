/** Calico: the network plugin (a DaemonSet) and its controllers. */
import { daemonSet, defineAddon, deployment, serviceAccount, textSetting } from './addon.ts';

export const calico = defineAddon({
  name: 'calico',
  summary: 'the network plugin on every node, without which no pod gets an address; setting: version',
  objects(context) {
    const version = textSetting(context, 'version', 'v3.17.1');
    return [
      serviceAccount('kube-system', 'calico-node'),
      serviceAccount('kube-system', 'calico-kube-controllers'),
      daemonSet({
        namespace: 'kube-system',
        name: 'calico-node',
        labels: { 'k8s-app': 'calico-node' },
        spec: {
          containers: [
            {
              name: 'calico-node',
              image: `calico/node:${version}`,
              env: [{ name: 'DATASTORE_TYPE', value: 'kubernetes' }],
              resources: { requests: { cpu: '250m' } },
            },
          ],
          hostNetwork: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          priorityClassName: 'system-node-critical',
          serviceAccountName: 'calico-node',
          terminationGracePeriodSeconds: 0,
          tolerations: [
            { effect: 'NoSchedule', operator: 'Exists' },
            { key: 'CriticalAddonsOnly', operator: 'Exists' },
            { effect: 'NoExecute', operator: 'Exists' },
          ],
        },
      }),
      deployment({
        namespace: 'kube-system',
        name: 'calico-kube-controllers',
        labels: { 'k8s-app': 'calico-kube-controllers' },
        strategy: { type: 'Recreate' },
        spec: {
          containers: [{ name: 'calico-kube-controllers', image: `calico/kube-controllers:${version}` }],
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          priorityClassName: 'system-cluster-critical',
          serviceAccountName: 'calico-kube-controllers',
          tolerations: [
            { key: 'CriticalAddonsOnly', operator: 'Exists' },
            { effect: 'NoSchedule', key: 'node-role.kubernetes.io/master' },
            { effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane' },
          ],
        },
      }),
    ];
  },
});
