/** Describes an ingress, with the endpoints behind each path. */
import { loadBalancerAddresses } from '../../kube/index.ts';
import type { Endpoints, Ingress, Service } from '../../kube/index.ts';
import { defineDescriber } from './describer.ts';
import type { DescribeView } from './describer.ts';
import { eventLines } from './events.ts';
import { annotationLines, nameLines } from './metadata-lines.ts';
import { endpointsText } from './service.ts';

interface Backend {
  service?: { name: string; port?: { name?: string; number?: number } };
  serviceName?: string;
  servicePort?: string | number;
  resource?: { apiGroup?: string; kind?: string; name?: string };
}

/** The service and port of a backend, in either API version. */
const serviceOf = (backend: Backend): { name: string; port: string } | undefined => {
  if (backend.service !== undefined) {
    const { name, port } = backend.service;
    return { name, port: (port?.name ?? '') === '' ? String(port?.number ?? 0) : port!.name! };
  }
  return backend.serviceName === undefined
    ? undefined
    : { name: backend.serviceName, port: String(backend.servicePort ?? '') };
};

const defaultBackend: Backend = { service: { name: 'default-http-backend', port: { number: 80 } } };

/** "web:80 (10.1.0.4:80)". @source k8s 1.20 kubectl/pkg/describe/describe.go describeBackendV1 */
const backendText = (backend: Backend, namespace: string, view: DescribeView): string => {
  const service = serviceOf(backend);
  if (service === undefined) {
    const { apiGroup, kind = '', name = '' } = backend.resource ?? {};
    return `APIGroup: ${apiGroup ?? ''}, Kind: ${kind}, Name: ${name}`;
  }
  const isIt = ({ metadata }: Service | Endpoints): boolean =>
    metadata.name === service.name && metadata.namespace === namespace;
  const endpoints = view.list<Endpoints>('endpoints').find(isIt);
  const found = view.list<Service>('services').find(isIt);
  const shown = (): string => {
    if (endpoints === undefined) return `<error: endpoints ${JSON.stringify(service.name)} not found>`;
    if (found === undefined) return `<error: services ${JSON.stringify(service.name)} not found>`;
    const port = found.spec.ports?.findLast(
      ({ port: number, name }) => String(number) === service.port || name === service.port,
    );
    return endpointsText(endpoints, port?.name ?? '');
  };
  return `${service.name}:${service.port} (${shown()})`;
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeIngressV1 */
export const ingress = defineDescriber<Ingress>({
  group: 'networking.k8s.io',
  kind: 'Ingress',
  needs: ({ metadata: { namespace = 'default' } }) => [
    { resource: 'endpoints', namespace },
    { resource: 'services', namespace },
    { resource: 'endpoints', namespace: 'kube-system', name: 'default-http-backend' },
    { resource: 'services', namespace: 'kube-system', name: 'default-http-backend' },
  ],
  describe(object, writer, view) {
    const { metadata, spec, status } = object;
    const own = (spec.defaultBackend ?? spec.backend) as Backend | undefined;
    const fallback = backendText(
      own ?? defaultBackend,
      own === undefined ? 'kube-system' : (metadata.namespace ?? ''),
      view,
    );
    nameLines(writer, object);
    writer.line(0, `Address:\t${loadBalancerAddresses(status?.loadBalancer).join(',')}`);
    writer.line(0, `Default backend:\t${fallback}`);
    if ((spec.tls ?? []).length > 0) {
      writer.line(0, 'TLS:');
      for (const { hosts = [], secretName = '' } of spec.tls!) {
        writer.line(
          1,
          secretName === '' ? `SNI routes ${hosts.join(',')}` : `${secretName} terminates ${hosts.join(',')}`,
        );
      }
    }
    writer.line(0, 'Rules:\n  Host\tPath\tBackends');
    writer.line(1, '----\t----\t--------');
    const rules = (spec.rules ?? []).filter(({ http }) => http !== undefined);
    for (const { host = '', http } of rules) {
      writer.line(1, `${host === '' ? '*' : host}\t`);
      for (const { path = '', backend } of http!.paths ?? []) {
        writer.line(2, `\t${path} \t${backendText(backend as Backend, metadata.namespace ?? '', view)}`);
      }
    }
    if (rules.length === 0) writer.line(1, `*\t* \t${fallback}`);
    annotationLines(writer, 'Annotations', metadata.annotations);
    eventLines(writer, view);
  },
});
