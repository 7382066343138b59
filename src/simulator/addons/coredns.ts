/** CoreDNS: the cluster's name service. */
import { isAtLeast } from '../../kube/index.ts';
import { defineAddon, deployment, serviceAccount } from './addon.ts';
import type { AddonContext } from './addon.ts';

const versionFor = ({ version }: AddonContext): string => {
  if (!isAtLeast(version, 19)) return '1.6.7';
  return isAtLeast(version, 21) ? 'v1.8.0' : '1.7.0';
};

/** The tenth address of the range for services, as kubeadm chooses. */
const dnsAddress = ({ lab }: AddonContext): string =>
  lab.network.services.split('/')[0]?.replace(/\.\d+$/, '.10') ?? '10.96.0.10';

export const coredns = defineAddon({
  name: 'coredns',
  summary: 'the name service: Deployment coredns and Service kube-dns',
  objects: (context) => [
    serviceAccount('kube-system', 'coredns'),
    {
      resource: 'services',
      object: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name: 'kube-dns',
          namespace: 'kube-system',
          labels: {
            'k8s-app': 'kube-dns',
            'kubernetes.io/cluster-service': 'true',
            'kubernetes.io/name': 'KubeDNS',
          },
        },
        spec: {
          clusterIP: dnsAddress(context),
          ports: [
            { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
            { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
            { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
          ],
          selector: { 'k8s-app': 'kube-dns' },
        },
      },
    },
    deployment({
      namespace: 'kube-system',
      name: 'coredns',
      labels: { 'k8s-app': 'kube-dns' },
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      spec: {
        containers: [
          {
            name: 'coredns',
            image: `k8s.gcr.io/coredns:${versionFor(context)}`,
            imagePullPolicy: 'IfNotPresent',
            args: ['-conf', '/etc/coredns/Corefile'],
            ports: [
              { name: 'dns', containerPort: 53, protocol: 'UDP' },
              { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
              { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
            ],
            resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
          },
        ],
        dnsPolicy: 'Default',
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        priorityClassName: 'system-cluster-critical',
        serviceAccountName: 'coredns',
        tolerations: [
          { key: 'CriticalAddonsOnly', operator: 'Exists' },
          { effect: 'NoSchedule', key: 'node-role.kubernetes.io/master' },
          { effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane' },
        ],
      },
    }),
  ],
});
