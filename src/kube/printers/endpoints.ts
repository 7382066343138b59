/** Endpoints as rows. */
import type { Endpoints } from '../objects/index.ts';
import { column, createdAge, definePrinter, firstFew, nameColumn } from './printer.ts';

const hostPort = (ip: string, port: number): string =>
  ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;

/** The ready addresses with their ports, all of them; only ports of these names when given. */
export const endpointAddresses = (subsets: Endpoints['subsets'], portNames?: ReadonlySet<string>): string[] =>
  (subsets ?? []).flatMap(({ addresses = [], ports = [] }) => {
    if (ports.length === 0) return addresses.map(({ ip }) => ip);
    const wanted = ports.filter(({ name = '' }) => portNames === undefined || portNames.has(name));
    return wanted.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port)));
  });

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printEndpoints, formatEndpoints */
export const endpoints = definePrinter<Endpoints>({
  group: '',
  kind: 'Endpoints',
  columns: [nameColumn, column('Endpoints'), column('Age')],
  cells: (object, nowMs) => [
    object.metadata.name,
    (object.subsets ?? []).length === 0 ? '<none>' : firstFew(endpointAddresses(object.subsets), 3),
    createdAge(object, nowMs),
  ],
});
