/** Endpoint slices as rows. */
import type { EndpointSlice } from '../objects/index.ts';
import { column, createdAge, definePrinter, firstFew, nameColumn } from './printer.ts';

const orUnset = (text: string): string => (text === '' ? '<unset>' : text);

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printEndpointSlice */
export const endpointSlice = definePrinter<EndpointSlice>({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  columns: [nameColumn, column('AddressType'), column('Ports'), column('Endpoints'), column('Age')],
  cells: (object, nowMs) => [
    object.metadata.name,
    object.addressType,
    orUnset(
      firstFew(
        (object.ports ?? []).map(({ port, name }) => String(port ?? name ?? '*')),
        3,
      ),
    ),
    orUnset(
      firstFew(
        (object.endpoints ?? []).flatMap(({ addresses }) => addresses ?? []),
        3,
      ),
    ),
    createdAge(object, nowMs),
  ],
});
