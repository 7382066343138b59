/** The flow schemas and priority levels that every cluster has, as they were decided minor by minor. @source k8s 1.20–1.36 apiserver/pkg/apis/flowcontrol/bootstrap/default.go */
import { isAtLeast, type KubernetesVersion } from '../../../kube/index.ts';

export interface FlowSchemaSpec {
  priorityLevelConfiguration: { name: string };
  matchingPrecedence: number;
  distinguisherMethod?: { type: string };
  rules: object[];
}

const group = (name: string) => ({ kind: 'Group', group: { name } });
const user = (name: string) => ({ kind: 'User', user: { name } });
const account = (name: string) => ({
  kind: 'ServiceAccount',
  serviceAccount: { namespace: 'kube-system', name },
});

const everybody = [group('system:unauthenticated'), group('system:authenticated')];
const nodes = [group('system:nodes')];
const electors = [user('system:kube-controller-manager'), user('system:kube-scheduler'), account('*')];

const resourceRule = (verbs: string[], apiGroups: string[], resources: string[], rest: object) => ({
  verbs,
  apiGroups,
  resources,
  ...rest,
});
const writing = ['get', 'create', 'update'];
const anywhere = { namespaces: ['*'] };
const leases = resourceRule(writing, ['coordination.k8s.io'], ['leases'], anywhere);

const all = {
  resourceRules: [resourceRule(['*'], ['*'], ['*'], { clusterScope: true, ...anywhere })],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
};

const spec = (
  level: string,
  matchingPrecedence: number,
  method: string,
  subjects: object[],
  rules: object = all,
): FlowSchemaSpec => ({
  priorityLevelConfiguration: { name: level },
  matchingPrecedence,
  ...(method === '' ? {} : { distinguisherMethod: { type: method } }),
  rules: [{ subjects, ...rules }],
});

/** How leaders were chosen before 1.24: with endpoints and config maps, in the namespace of the system. */
const election = (version: KubernetesVersion): object[] =>
  isAtLeast(version, 24)
    ? [leases]
    : [
        resourceRule(writing, [''], ['endpoints', 'configmaps'], { namespaces: ['kube-system'] }),
        resourceRule(writing, ['coordination.k8s.io'], ['leases'], anywhere),
      ];

const nodeHigh = {
  resourceRules: [
    resourceRule(['*'], [''], ['nodes', 'nodes/status'], { clusterScope: true, ...anywhere }),
    resourceRule(['*'], ['coordination.k8s.io'], ['leases'], anywhere),
  ],
};
const probes = {
  nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }],
};
const workloadElection = {
  resourceRules: [resourceRule(writing, [''], ['endpoints', 'configmaps'], anywhere), leases],
};
const endpoints = { resourceRules: [resourceRule(writing, [''], ['endpoints'], anywhere)] };

/** By name. */
export const flowSchemaSpecs = (version: KubernetesVersion): Record<string, FlowSchemaSpec> => ({
  'catch-all': spec('catch-all', 10000, 'ByUser', everybody),
  ...(isAtLeast(version, 24) && !isAtLeast(version, 30)
    ? {
        'endpoint-controller': spec(
          'workload-high',
          150,
          'ByUser',
          [
            user('system:kube-controller-manager'),
            account('endpoint-controller'),
            account('endpointslicemirroring-controller'),
          ],
          endpoints,
        ),
      }
    : {}),
  exempt: spec('exempt', 1, '', [group('system:masters')]),
  'global-default': spec('global-default', 9900, 'ByUser', everybody),
  'kube-controller-manager': spec('workload-high', 800, 'ByNamespace', [
    user('system:kube-controller-manager'),
  ]),
  'kube-scheduler': spec('workload-high', 800, 'ByNamespace', [user('system:kube-scheduler')]),
  'kube-system-service-accounts': spec('workload-high', 900, 'ByNamespace', [account('*')]),
  ...(isAtLeast(version, 22) ? { probes: spec('exempt', 2, '', everybody, probes) } : {}),
  'service-accounts': spec('workload-low', 9000, 'ByUser', [group('system:serviceaccounts')]),
  'system-leader-election': spec('leader-election', 100, 'ByUser', electors, {
    resourceRules: election(version),
  }),
  ...(isAtLeast(version, 22)
    ? { 'system-node-high': spec('node-high', 400, 'ByUser', nodes, nodeHigh) }
    : {}),
  'system-nodes': spec('system', 500, 'ByUser', nodes),
  ...(isAtLeast(version, 30)
    ? {}
    : {
        'workload-leader-election': spec('leader-election', 200, 'ByUser', [account('*')], workloadElection),
      }),
});
