/** metrics-server: its Deployment, Service and APIService. What it measures is in src/simulator/metrics/. */
import { defineAddon, deployment, serviceAccount, textSetting } from './addon.ts';

const labels = { 'k8s-app': 'metrics-server' };

export const metricsServer = defineAddon({
  name: 'metrics-server',
  summary: 'serves metrics.k8s.io, for kubectl top and autoscaling; setting: version',
  objects: (context) => [
    serviceAccount('kube-system', 'metrics-server'),
    deployment({
      namespace: 'kube-system',
      name: 'metrics-server',
      labels,
      spec: {
        containers: [
          {
            name: 'metrics-server',
            image: `k8s.gcr.io/metrics-server/metrics-server:${textSetting(context, 'version', 'v0.4.1')}`,
            imagePullPolicy: 'IfNotPresent',
            args: ['--cert-dir=/tmp', '--secure-port=4443', '--kubelet-insecure-tls'],
            ports: [{ name: 'https', containerPort: 4443, protocol: 'TCP' }],
          },
        ],
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        priorityClassName: 'system-cluster-critical',
        serviceAccountName: 'metrics-server',
      },
    }),
    {
      resource: 'services',
      object: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'metrics-server', namespace: 'kube-system', labels },
        spec: {
          ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 'https' }],
          selector: labels,
        },
      },
    },
    {
      resource: 'apiservices.apiregistration.k8s.io',
      object: {
        apiVersion: 'apiregistration.k8s.io/v1',
        kind: 'APIService',
        metadata: { name: 'v1beta1.metrics.k8s.io', labels },
        spec: {
          group: 'metrics.k8s.io',
          groupPriorityMinimum: 100,
          insecureSkipTLSVerify: true,
          service: { name: 'metrics-server', namespace: 'kube-system', port: 443 },
          version: 'v1beta1',
          versionPriority: 100,
        },
      },
    },
  ],
});
