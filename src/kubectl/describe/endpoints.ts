/** Describes endpoints and endpoint slices. */
import type { EndpointAddress, EndpointSlice, Endpoints } from '../../kube/index.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { labelLines, metadataLines, nameLines, orNone } from './metadata-lines.ts';

const orUnset = (value: unknown): string =>
  value === undefined || value === null || value === '' ? '<unset>' : String(value as string);
const addressesText = (addresses: readonly EndpointAddress[] | undefined): string =>
  orNone((addresses ?? []).map(({ ip }) => ip).join(','));

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeEndpoints */
export const endpoints = defineDescriber<Endpoints>({
  group: '',
  kind: 'Endpoints',
  describe(object, writer, view) {
    nameLines(writer, object);
    metadataLines(writer, object);
    writer.line(0, 'Subsets:');
    for (const { addresses, notReadyAddresses, ports = [] } of object.subsets ?? []) {
      writer.line(1, `Addresses:\t${addressesText(addresses)}`);
      writer.line(1, `NotReadyAddresses:\t${addressesText(notReadyAddresses)}`);
      if (ports.length > 0) {
        writer.line(1, 'Ports:');
        writer.line(2, 'Name\tPort\tProtocol');
        writer.line(2, '----\t----\t--------');
        for (const { name, port, protocol = '' } of ports)
          writer.line(2, `${orUnset(name)}\t${port}\t${protocol}`);
      }
      writer.line(0, '');
    }
    eventLines(writer, view);
  },
});

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeEndpointSlice */
export const endpointSlice = defineDescriber<EndpointSlice>({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  describe(object, writer, view) {
    nameLines(writer, object);
    metadataLines(writer, object);
    writer.line(0, `AddressType:\t${object.addressType}`);
    const ports = object.ports ?? [];
    if (ports.length === 0) writer.line(0, 'Ports: <unset>');
    else {
      writer.line(0, 'Ports:');
      writer.line(1, 'Name\tPort\tProtocol');
      writer.line(1, '----\t----\t--------');
      for (const { name, port, protocol = '' } of ports)
        writer.line(1, `${orUnset(name)}\t${orUnset(port)}\t${protocol}`);
    }
    const all = object.endpoints ?? [];
    if (all.length === 0) writer.line(0, 'Endpoints: <none>');
    else {
      writer.line(0, 'Endpoints:');
      for (const { addresses, conditions, hostname, targetRef, topology, nodeName } of all) {
        writer.line(1, `- Addresses:\t${orNone(addresses.join(','))}`);
        writer.line(2, 'Conditions:');
        writer.line(3, `Ready:\t${orUnset(conditions?.ready)}`);
        writer.line(2, `Hostname:\t${orUnset(hostname)}`);
        if (targetRef !== undefined)
          writer.line(2, `TargetRef:\t${targetRef.kind ?? ''}/${targetRef.name ?? ''}`);
        if (nodeName !== undefined && object.apiVersion.endsWith('/v1'))
          writer.line(2, `NodeName:\t${nodeName}`);
        labelLines(writer, 'Topology', topology, '    ');
      }
    }
    eventLines(writer, view);
  },
});
