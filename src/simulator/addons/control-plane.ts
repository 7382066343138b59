/** The control plane's own pods: static pods of the masters' kubelets, shown in the API as mirror pods. */
import { isAtLeast } from '../../kube/index.ts';
import type { PodSpec } from '../../kube/index.ts';
import { digestOf } from '../images/index.ts';
import type { LabNode } from '../lab.ts';
import { defineAddon } from './addon.ts';
import type { AddonContext, AddonObject } from './addon.ts';

const etcdVersion = ({ version }: AddonContext): string => (isAtLeast(version, 19) ? '3.4.13-0' : '3.4.3-0');

const staticPod = (
  node: LabNode,
  name: string,
  image: string,
  command: string[],
  requests: Record<string, string>,
): AddonObject => {
  const spec: PodSpec = {
    containers: [{ name, image, imagePullPolicy: 'IfNotPresent', command, resources: { requests } }],
    enableServiceLinks: false,
    hostNetwork: true,
    nodeName: node.name,
    priorityClassName: 'system-node-critical',
    restartPolicy: 'Always',
    tolerations: [{ effect: 'NoExecute', operator: 'Exists' }],
  };
  const hash = digestOf(`${node.name}/${name}`).slice(0, 32);
  return {
    resource: 'pods',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${name}-${node.name}`,
        namespace: 'kube-system',
        labels: { component: name, tier: 'control-plane' },
        annotations: {
          'kubernetes.io/config.hash': hash,
          'kubernetes.io/config.mirror': hash,
          'kubernetes.io/config.seen': '2021-01-19T12:00:00.000000000Z',
          'kubernetes.io/config.source': 'file',
        },
      },
      spec,
    },
  };
};

export const controlPlane = defineAddon({
  name: 'control-plane',
  summary: 'etcd, API server, controller manager and scheduler as pods of the master',
  objects(context) {
    const tag = context.version.gitVersion;
    const { lab } = context;
    return lab.nodes
      .filter(({ role }) => role !== 'worker')
      .flatMap((node) => [
        staticPod(
          node,
          'etcd',
          `k8s.gcr.io/etcd:${etcdVersion(context)}`,
          ['etcd', `--advertise-client-urls=https://${node.address}:2379`],
          isAtLeast(context.version, 20) ? { cpu: '100m', memory: '100Mi' } : {},
        ),
        staticPod(
          node,
          'kube-apiserver',
          `k8s.gcr.io/kube-apiserver:${tag}`,
          ['kube-apiserver', `--advertise-address=${node.address}`],
          { cpu: '250m' },
        ),
        staticPod(
          node,
          'kube-controller-manager',
          `k8s.gcr.io/kube-controller-manager:${tag}`,
          ['kube-controller-manager', `--cluster-cidr=${lab.network.pods}`],
          { cpu: '200m' },
        ),
        staticPod(
          node,
          'kube-scheduler',
          `k8s.gcr.io/kube-scheduler:${tag}`,
          ['kube-scheduler', '--leader-elect=true'],
          { cpu: '100m' },
        ),
      ]);
  },
});
