/** Describes a service, with the endpoints of each port. */
import { endpointAddresses, firstFew, formatLabels, isAtLeast } from '../../kube/index.ts';
import type { Endpoints, Service } from '../../kube/index.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { metadataLines, nameLines, orNone } from './metadata-lines.ts';

/** The ready addresses of one port, three of them at most. @source k8s 1.20 kubectl/pkg/describe/describe.go formatEndpoints */
export const endpointsText = (endpoints: Endpoints | undefined, portName: string): string => {
  if ((endpoints?.subsets ?? []).length === 0) return '<none>';
  return firstFew(endpointAddresses(endpoints!.subsets, new Set([portName])), 3);
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeService */
export const service = defineDescriber<Service>({
  group: '',
  kind: 'Service',
  needs: ({ metadata }) => [
    { resource: 'endpoints', namespace: metadata.namespace ?? 'default', name: metadata.name },
  ],
  describe(object, writer, view) {
    const { spec, status } = object;
    const line = (text: string): void => writer.line(0, text);
    nameLines(writer, object);
    metadataLines(writer, object);
    line(`Selector:\t${formatLabels(spec.selector)}`);
    line(`Type:\t${spec.type ?? ''}`);
    if (isAtLeast(view.version, 20)) {
      if (spec.ipFamilyPolicy !== undefined) line(`IP Family Policy:\t${spec.ipFamilyPolicy}`);
      line(`IP Families:\t${orNone((spec.ipFamilies ?? []).join(','))}`);
    }
    line(`IP:\t${spec.clusterIP ?? ''}`);
    if (isAtLeast(view.version, 20)) line(`IPs:\t${orNone((spec.clusterIPs ?? []).join(','))}`);
    if ((spec.externalIPs ?? []).length > 0) line(`External IPs:\t${spec.externalIPs!.join(',')}`);
    const wish = isAtLeast(view.version, 31) ? 'Desired LoadBalancer IP' : 'IP';
    if ((spec.loadBalancerIP ?? '') !== '') line(`${wish}:\t${spec.loadBalancerIP!}`);
    if ((spec.externalName ?? '') !== '') line(`External Name:\t${spec.externalName!}`);
    const ingress = status?.loadBalancer?.ingress ?? [];
    if (ingress.length > 0) {
      line(
        `LoadBalancer Ingress:\t${ingress.map(({ ip = '', hostname = '' }) => (ip === '' ? hostname : ip)).join(', ')}`,
      );
    }
    const endpoints = view
      .list<Endpoints>('endpoints')
      .find(({ metadata }) => metadata.name === object.metadata.name);
    for (const { name = '', port, protocol = '', targetPort = 0, nodePort = 0 } of spec.ports ?? []) {
      const shown = name === '' ? '<unset>' : name;
      line(`Port:\t${shown}\t${port}/${protocol}`);
      line(`TargetPort:\t${targetPort}/${protocol}`);
      if (nodePort !== 0) line(`NodePort:\t${shown}\t${nodePort}/${protocol}`);
      line(`Endpoints:\t${endpointsText(endpoints, name)}`);
    }
    line(`Session Affinity:\t${spec.sessionAffinity ?? ''}`);
    if ((spec.externalTrafficPolicy ?? '') !== '')
      line(`External Traffic Policy:\t${spec.externalTrafficPolicy!}`);
    if (spec.internalTrafficPolicy !== undefined && isAtLeast(view.version, 31))
      line(`Internal Traffic Policy:\t${spec.internalTrafficPolicy}`);
    if ((spec.healthCheckNodePort ?? 0) !== 0) line(`HealthCheck NodePort:\t${spec.healthCheckNodePort}`);
    const ranges = spec.loadBalancerSourceRanges ?? [];
    if (ranges.length > 0) line(`LoadBalancer Source Ranges:\t${ranges.join(',')}`);
    eventLines(writer, view);
  },
});
