/** Where the API answers, as the cluster itself tells it. */
import type { KubeApi, Node } from '../kube/index.ts';

const roles = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/** "https://192.168.1.10:6443", as kubeadm writes it: the first machine of the control plane. */
export const serverAddress = async (api: KubeApi): Promise<string> => {
  const { items } = await api.list({ group: '', version: 'v1', name: 'nodes' });
  const first = (items as unknown as Node[]).find(({ metadata }) =>
    roles.some((role) => Object.hasOwn(metadata.labels ?? {}, role)),
  );
  const address = first?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  return `https://${address ?? 'localhost'}:6443`;
};
