/** Objects to begin with, by "group/resource": those that make the most happen. */

const containers = [
  {
    name: 'nginx',
    image: 'nginx',
    ports: [{ containerPort: 80, name: 'http', protocol: 'TCP' }],
    env: [{ name: 'A', value: '$(B)' }],
    resources: { requests: { cpu: '10m', memory: '10Mi' }, limits: { cpu: '1', memory: '1Gi' } },
    readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 5 },
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  },
];
const podSpec = {
  containers,
  volumes: [{ name: 'data', emptyDir: {} }],
  tolerations: [{ operator: 'Exists' }],
  nodeSelector: {},
  terminationGracePeriodSeconds: 1,
};
const labels = { app: 'x' };
const template = { metadata: { labels }, spec: podSpec };
const workload = { replicas: 2, selector: { matchLabels: labels }, template };
const metadata = { name: 'a', labels, annotations: { note: 'x' } };

export const templates: Readonly<Record<string, unknown>> = {
  '/pods': { apiVersion: 'v1', kind: 'Pod', metadata, spec: podSpec },
  '/services': {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      type: 'NodePort',
      selector: labels,
      ports: [{ port: 80, targetPort: 'http', protocol: 'TCP' }],
      sessionAffinity: 'ClientIP',
    },
  },
  '/configmaps': {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { a: 'b' },
    binaryData: { c: 'AA==' },
  },
  '/secrets': { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', stringData: { a: 'b' } },
  '/namespaces': { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'fuzz' } },
  '/persistentvolumeclaims': {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata,
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      storageClassName: '',
    },
  },
  '/persistentvolumes': {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata,
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } },
  },
  '/resourcequotas': {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata,
    spec: { hard: { pods: '50', 'requests.cpu': '10' } },
  },
  '/limitranges': {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata,
    spec: {
      limits: [
        { type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '10m' }, max: { cpu: '2' } },
      ],
    },
  },
  'apps/deployments': {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      ...workload,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } },
    },
  },
  'apps/replicasets': { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec: workload },
  'apps/statefulsets': {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata,
    spec: { ...workload, serviceName: 'x', podManagementPolicy: 'Parallel' },
  },
  'apps/daemonsets': {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata,
    spec: { selector: workload.selector, template, updateStrategy: { type: 'OnDelete' } },
  },
  'batch/jobs': {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {
      completions: 2,
      parallelism: 1,
      backoffLimit: 1,
      template: { spec: { ...podSpec, restartPolicy: 'Never' } },
    },
  },
  'batch/cronjobs': {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: {
      schedule: '*/1 * * * *',
      concurrencyPolicy: 'Replace',
      jobTemplate: { spec: { template: { spec: { ...podSpec, restartPolicy: 'OnFailure' } } } },
    },
  },
  'autoscaling/horizontalpodautoscalers': {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a-1' },
      minReplicas: 1,
      maxReplicas: 4,
    },
  },
  'policy/poddisruptionbudgets': {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { selector: { matchLabels: labels }, minAvailable: '50%' },
  },
  'networking.k8s.io/ingresses': {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: {
      rules: [
        {
          host: 'x.example',
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name: 'a-1', port: { number: 80 } } } },
            ],
          },
        },
      ],
    },
  },
  'networking.k8s.io/networkpolicies': {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: { matchLabels: labels },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ port: 80 }] }],
    },
  },
  'rbac.authorization.k8s.io/roles': {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
  },
};
