/** `kubectl cluster-info`: where the API and the services of the cluster itself are. */
import { isAtLeast } from '../../kube/index.ts';
import type { Service } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';

/** "https:dashboard:https", "kube-dns:dns", "web": a service of the API server's proxy. */
const proxyName = ({ metadata: { name }, spec }: Service): string => {
  const [port] = spec.ports ?? [];
  if (port === undefined) return name;
  const scheme = port.name === 'https' || port.port === 443 ? 'https' : '';
  const portName = port.name ?? '';
  if (scheme !== '') return `${scheme}:${name}:${portName}`;
  return portName === '' ? name : `${name}:${portName}`;
};

const linkOf = (service: Service, server: string): string => {
  const [ingress] = service.status?.loadBalancer?.ingress ?? [];
  if (ingress !== undefined)
    return (service.spec.ports ?? [])
      .map(({ port }) => `http://${ingress.ip ?? ingress.hostname ?? ''}:${port} `)
      .join('');
  return `${server}/api/v1/namespaces/${service.metadata.namespace ?? ''}/services/${proxyName(service)}/proxy`;
};

/** @source k8s 1.20 kubectl/pkg/cmd/clusterinfo/clusterinfo.go */
export const clusterInfo = defineCommand({
  name: 'cluster-info',
  summary: 'Display cluster info',
  use: 'cluster-info',
  flags: {},
  async run(_line, context) {
    const server = await context.server();
    const { items } = await context.api.list(
      { group: '', version: 'v1', name: 'services' },
      {
        namespace: context.isNamespaceExplicit ? context.namespace : 'kube-system',
        labelSelector: 'kubernetes.io/cluster-service=true',
      },
    );
    const rows = [
      [isAtLeast(context.version, 20) ? 'Kubernetes control plane' : 'Kubernetes master', server],
      ...(items as unknown as Service[]).map((service) => [
        service.metadata.labels?.['kubernetes.io/name'] ?? service.metadata.name,
        linkOf(service, server),
      ]),
    ];
    context.out(
      `${rows.map(([name, link]) => `${name} is running at ${link}\n`).join('')}\n` +
        `To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n`,
    );
  },
});
