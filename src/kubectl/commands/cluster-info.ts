/** `kubectl cluster-info`: where the API is. */
import { isAtLeast } from '../../kube/index.ts';
import { KubectlError } from '../kubectl-error.ts';
import { defineCommand } from '../command.ts';
import { findResource } from '../resources/index.ts';

interface NodeAddresses {
  metadata: { labels?: Record<string, string> };
  status?: { addresses?: { type: string; address: string }[] };
}

/** @source k8s 1.20 kubectl/pkg/cmd/clusterinfo/clusterinfo.go */
export const clusterInfo = defineCommand({
  name: 'cluster-info',
  summary: 'Display cluster info',
  use: 'cluster-info',
  flags: {},
  async run(_line, context) {
    const nodes = findResource(await context.resources(), 'nodes');
    if (nodes === undefined) throw new KubectlError(`the server doesn't have a resource type "nodes"`);
    const list = await context.api.list(nodes, {});
    const roles = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
    const masters = (list.items as unknown as NodeAddresses[]).filter(({ metadata }) =>
      roles.some((role) => Object.hasOwn(metadata.labels ?? {}, role)),
    );
    const address =
      masters[0]?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? 'localhost';
    const name = isAtLeast(context.version, 20) ? 'Kubernetes control plane' : 'Kubernetes master';
    const url = `https://${address}:6443`;
    context.out(
      `${name} is running at ${url}\n` +
        `KubeDNS is running at ${url}/api/v1/namespaces/kube-system/services/kube-dns:dns/proxy\n\n` +
        `To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n`,
    );
  },
});
