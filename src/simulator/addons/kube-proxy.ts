/** kube-proxy: a DaemonSet on every node. */
import { daemonSet, defineAddon, serviceAccount, tolerateEverything } from './addon.ts';

export const kubeProxy = defineAddon({
  name: 'kube-proxy',
  summary:
    'the DaemonSet that programs services on every node; settings: mode ("iptables": each connection to any endpoint; "ipvs": to each in its turn)',
  objects: ({ version }) => [
    serviceAccount('kube-system', 'kube-proxy'),
    daemonSet({
      namespace: 'kube-system',
      name: 'kube-proxy',
      labels: { 'k8s-app': 'kube-proxy' },
      spec: {
        containers: [
          {
            name: 'kube-proxy',
            image: `k8s.gcr.io/kube-proxy:${version.gitVersion}`,
            imagePullPolicy: 'IfNotPresent',
            command: [
              '/usr/local/bin/kube-proxy',
              '--config=/var/lib/kube-proxy/config.conf',
              '--hostname-override=$(NODE_NAME)',
            ],
            env: [
              {
                name: 'NODE_NAME',
                valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } },
              },
            ],
          },
        ],
        hostNetwork: true,
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        priorityClassName: 'system-node-critical',
        serviceAccountName: 'kube-proxy',
        tolerations: tolerateEverything,
      },
    }),
  ],
});
