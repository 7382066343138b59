/** Services as rows. */
import { formatLabels } from '../output/index.ts';
import type { Service } from '../objects/index.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import { loadBalancerAddresses } from './load-balancer-addresses.ts';
import { column, createdAge, definePrinter, nameColumn, wide } from './printer.ts';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go getServiceExternalIP */
const externalAddress = ({ spec, status }: Service): string => {
  const own = spec.externalIPs ?? [];
  switch (spec.type ?? 'ClusterIP') {
    case 'ClusterIP':
    case 'NodePort':
      return own.length > 0 ? own.join(',') : '<none>';
    case 'LoadBalancer': {
      const all = [...loadBalancerAddresses(status?.loadBalancer), ...own];
      return all.length > 0 ? all.join(',') : '<pending>';
    }
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
};

/** From 1.20 on the list holds the address; before there was no list. */
const clusterAddress = ({ spec }: Service, version: KubernetesVersion | undefined): string | undefined =>
  version === undefined || isAtLeast(version, 20) ? spec.clusterIPs?.[0] : spec.clusterIP;

const ports = ({ spec }: Service): string =>
  (spec.ports ?? [])
    .map(
      ({ port, nodePort = 0, protocol = 'TCP' }) =>
        `${nodePort > 0 ? `${port}:${nodePort}` : port}/${protocol}`,
    )
    .join(',');

const nonEmpty = (text: string | undefined): string => (text === undefined || text === '' ? '<none>' : text);

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printService */
export const service = definePrinter<Service>({
  group: '',
  kind: 'Service',
  columns: [
    nameColumn,
    column('Type'),
    column('Cluster-IP'),
    column('External-IP'),
    column('Port(s)'),
    column('Age'),
    wide('Selector'),
  ],
  cells: (object, nowMs, version) => [
    object.metadata.name,
    object.spec.type ?? '',
    nonEmpty(clusterAddress(object, version)),
    externalAddress(object),
    nonEmpty(ports(object)),
    createdAge(object, nowMs),
    formatLabels(object.spec.selector),
  ],
});
