/** Repacking: the addresses of a service joined into as few subsets as say the same, in upstream's order. */
import type { EndpointAddress, EndpointPort, EndpointSubset } from '../../../kube/index.ts';
import { digestOf } from './digest.ts';

/** Each address once, and whether it is ready on the port. */
type Addresses = Map<string, { address: EndpointAddress; isReady: boolean }>;

const addressKey = ({ ip, targetRef }: EndpointAddress): string => `${ip}/${targetRef?.uid ?? ''}`;
const portKey = ({ name = '', port, protocol = '', appProtocol = '' }: EndpointPort): string =>
  `${name}/${port}/${protocol}/${appProtocol}`;
/** Stands for "no ports at all". */
const noPort: EndpointPort = { port: -1 };

const byAddress = (a: EndpointAddress, b: EndpointAddress): number => {
  if (a.ip !== b.ip) return a.ip < b.ip ? -1 : 1;
  const [left, right] = [a.targetRef?.uid ?? '', b.targetRef?.uid ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
};

const sortedByDigest = <T>(goType: string, values: readonly T[], minor: number): T[] => {
  if (values.length < 2) return [...values];
  const digests = values.map((value) => ({ value, digest: digestOf(goType, value, minor) }));
  return digests.sort((a, b) => (a.digest < b.digest ? -1 : 1)).map(({ value }) => value);
};

const subsetOf = (addresses: Addresses, ports: readonly EndpointPort[], minor: number): EndpointSubset => {
  const all = [...addresses.values()];
  const ready = all.filter(({ isReady }) => isReady).map(({ address }) => address);
  const notReady = all.filter(({ isReady }) => !isReady).map(({ address }) => address);
  return sortSubset({ addresses: ready, notReadyAddresses: notReady, ports: [...ports] }, minor);
};

/** A subset of addresses that are all different, in upstream's order. @source k8s 1.20 pkg/api/v1/endpoints/util.go SortSubsets */
export const sortSubset = (
  { addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset,
  minor: number,
): EndpointSubset => ({
  ...(addresses.length === 0 ? {} : { addresses: [...addresses].sort(byAddress) }),
  ...(notReadyAddresses.length === 0 ? {} : { notReadyAddresses: [...notReadyAddresses].sort(byAddress) }),
  ...(ports.length === 0 ? {} : { ports: sortedByDigest('core/v1.EndpointPort', ports, minor) }),
});

/** The addresses of each port, each address the same object wherever it occurs. */
const groupByPort = (subsets: readonly EndpointSubset[]): { port: EndpointPort; addresses: Addresses }[] => {
  const canonical = new Map<string, EndpointAddress>();
  const byPort = new Map<string, { port: EndpointPort; addresses: Addresses }>();
  const add = (into: Addresses, address: EndpointAddress, isReady: boolean): void => {
    const key = addressKey(address);
    const known = canonical.get(key) ?? address;
    canonical.set(key, known);
    if (into.get(key)?.isReady !== false) into.set(key, { address: known, isReady });
  };
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets) {
    for (const port of ports.length === 0 ? [noPort] : ports) {
      let entry = byPort.get(portKey(port));
      if (entry === undefined) byPort.set(portKey(port), (entry = { port, addresses: new Map() }));
      for (const address of addresses) add(entry.addresses, address, true);
      for (const address of notReadyAddresses) add(entry.addresses, address, false);
    }
  }
  return [...byPort.values()].filter(({ addresses }) => addresses.size > 0);
};

/**
 * Not ready trumps ready where both are said of one address and port.
 * @source k8s 1.20 pkg/api/v1/endpoints/util.go RepackSubsets
 */
export const repackSubsets = (subsets: readonly EndpointSubset[], minor: number): EndpointSubset[] => {
  const groups = groupByPort(subsets);
  const portsOf = (port: EndpointPort): EndpointPort[] => (port.port > 0 ? [port] : []);
  if (groups.length === 1)
    return groups.map(({ port, addresses }) => subsetOf(addresses, portsOf(port), minor));
  const byAddresses = new Map<string, { addresses: Addresses; ports: EndpointPort[] }>();
  for (const { port, addresses } of groups) {
    const key = [...addresses]
      .map(([address, { isReady }]) => `${address}=${isReady}`)
      .sort()
      .join();
    const entry = byAddresses.get(key);
    if (entry === undefined) byAddresses.set(key, { addresses, ports: portsOf(port) });
    else entry.ports.push(...portsOf(port));
  }
  const packed = [...byAddresses.values()].map(({ addresses, ports }) => subsetOf(addresses, ports, minor));
  return sortedByDigest('core/v1.EndpointSubset', packed, minor);
};
