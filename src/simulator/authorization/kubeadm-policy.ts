/** The roles and bindings that kubeadm adds to those of the API server. @source k8s 1.20 cmd/kubeadm/app/phases */
import { isAtLeast, type KubernetesVersion, type PolicyRule } from '../../kube/index.ts';
import type { PolicyLine } from './policy-line.ts';

const bootstrappers = ['Group', 'system:bootstrappers:kubeadm:default-node-token'] as const;
const nodes = ['Group', 'system:nodes'] as const;
const reading = ['get'];

const readsConfigMap = (name: string): PolicyRule[] => [
  { apiGroups: [''], resourceNames: [name], resources: ['configmaps'], verbs: reading },
];

/** A role for one ConfigMap, and its binding under the same name. */
const configMapRole = (
  namespace: string,
  name: string,
  configMap: string,
  subjects: PolicyLine['subjects'],
): PolicyLine[] => [
  { kind: 'Role', namespace, name, rules: readsConfigMap(configMap) },
  { kind: 'RoleBinding', namespace, name, roleRef: ['Role', name], subjects: subjects! },
];

const clusterBinding = (
  name: string,
  role: string,
  subject: readonly [string, string, string?],
): PolicyLine => ({ kind: 'ClusterRoleBinding', name, roleRef: ['ClusterRole', role], subjects: [subject] });

const watching = ['list', 'watch'];

/** @source k8s 1.20 cmd/kubeadm/app/phases/addons/dns/manifests.go CoreDNSClusterRole */
const dnsRules = (version: KubernetesVersion): PolicyRule[] => [
  { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: watching },
  ...(isAtLeast(version, 28) ? [] : [{ apiGroups: [''], resources: ['nodes'], verbs: reading }]),
  ...(isAtLeast(version, 22)
    ? [{ apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: watching }]
    : []),
];

export const kubeadmPolicy = (version: KubernetesVersion): PolicyLine[] => {
  const kubeletConfig = isAtLeast(version, 24) ? 'kubelet-config' : `kubelet-config-1.${version.minor}`;
  const approvers = 'system:certificates.k8s.io:certificatesigningrequests';
  const system = 'kube-system';
  return [
    {
      kind: 'ClusterRole',
      name: 'kubeadm:get-nodes',
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: reading }],
    },
    { kind: 'ClusterRole', name: 'system:coredns', rules: dnsRules(version) },
    clusterBinding('kubeadm:get-nodes', 'kubeadm:get-nodes', bootstrappers),
    clusterBinding('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', bootstrappers),
    clusterBinding('kubeadm:node-autoapprove-bootstrap', `${approvers}:nodeclient`, bootstrappers),
    clusterBinding('kubeadm:node-autoapprove-certificate-rotation', `${approvers}:selfnodeclient`, nodes),
    clusterBinding('kubeadm:node-proxier', 'system:node-proxier', ['ServiceAccount', 'kube-proxy', system]),
    clusterBinding('system:coredns', 'system:coredns', ['ServiceAccount', 'coredns', system]),
    ...(isAtLeast(version, 29)
      ? [clusterBinding('kubeadm:cluster-admins', 'cluster-admin', ['Group', 'kubeadm:cluster-admins'])]
      : []),
    ...configMapRole('kube-public', 'kubeadm:bootstrap-signer-clusterinfo', 'cluster-info', [
      ['User', 'system:anonymous'],
    ]),
    ...configMapRole(system, 'kube-proxy', 'kube-proxy', [bootstrappers]),
    ...configMapRole(system, `kubeadm:${kubeletConfig}`, kubeletConfig, [nodes, bootstrappers]),
    ...configMapRole(system, 'kubeadm:nodes-kubeadm-config', 'kubeadm-config', [bootstrappers, nodes]),
  ];
};
