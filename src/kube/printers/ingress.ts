/** Ingresses as rows. */
import type { KubeObject, Service } from '../objects/index.ts';
import { loadBalancerAddresses } from './load-balancer-addresses.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

export interface Ingress extends KubeObject {
  spec: {
    ingressClassName?: string;
    defaultBackend?: Record<string, unknown>;
    backend?: Record<string, unknown>;
    tls?: { hosts?: string[]; secretName?: string }[];
    rules?: { host?: string; http?: { paths?: { path?: string; backend: Record<string, unknown> }[] } }[];
  };
  status?: { loadBalancer?: NonNullable<Service['status']>['loadBalancer'] };
}

/** @source k8s 1.20 pkg/printers/internalversion/printers.go formatHosts */
const hosts = ({ spec }: Ingress): string => {
  const rules = spec.rules ?? [];
  const limit = 3;
  const named: string[] = [];
  let isMore = false;
  for (const { host = '' } of rules) {
    if (named.length === limit) isMore = true;
    if (!isMore && host !== '') named.push(host);
  }
  if (named.length === 0) return '*';
  return isMore ? `${named.join(',')} + ${rules.length - limit} more...` : named.join(',');
};

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printIngress */
export const ingress = definePrinter<Ingress>({
  group: 'networking.k8s.io',
  kind: 'Ingress',
  columns: [nameColumn, column('Class'), column('Hosts'), column('Address'), column('Ports'), column('Age')],
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec.ingressClassName ?? '<none>',
    hosts(object),
    loadBalancerAddresses(object.status?.loadBalancer).join(','),
    (object.spec.tls ?? []).length > 0 ? '80, 443' : '80',
    createdAge(object, nowMs),
  ],
});
