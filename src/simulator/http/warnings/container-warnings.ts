/** Warnings of what the containers of a pod say twice. @source k8s 1.22 and 1.36 pkg/api/pod/warnings.go */
import {
  goQuote,
  isAtLeast,
  type Container,
  type KubernetesVersion,
  type PodSpec,
} from '../../../kube/index.ts';

interface Placed {
  container: Container;
  path: string;
}

/** In the order in which upstream visits them. */
export const containersOf = (spec: PodSpec, at: string): Placed[] =>
  (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    ((spec as { ephemeralContainers?: Container[] } & PodSpec)[list] ?? []).map((container, index) => ({
      container,
      path: `${at}.${list}[${index}]`,
    })),
  );

const hidesPrevious = ({ name, value = '', valueFrom }: NonNullable<Container['env']>[number]): boolean => {
  const reference = `$(${name})`;
  return (valueFrom ?? undefined) !== undefined || value === reference || !value.includes(reference);
};

export const envWarnings = ({ container, path }: Placed, version: KubernetesVersion): string[] => {
  const names = new Set<string>();
  return (container.env ?? []).flatMap((variable, index) => {
    const quoted = goQuote(variable.name);
    const isSecond = names.has(variable.name);
    names.add(variable.name);
    if (!isSecond) return [];
    if (!isAtLeast(version, 28)) return [`${path}.env[${index}].name: duplicate name ${quoted}`];
    return hidesPrevious(variable)
      ? [
          `${path}.env[${index}]: hides previous definition of ${quoted}, which may be dropped when using apply`,
        ]
      : [];
  });
};

interface Port {
  name: string;
  hostPort: number;
  containerPort: number;
  protocol: string;
  hostIP: string;
  path: string;
}

const portsOf = ({ container, path }: Placed): Port[] =>
  (container.ports ?? []).map((port, index) => ({
    name: '',
    hostPort: 0,
    hostIP: '',
    protocol: 'TCP',
    ...port,
    path: `${path}.ports[${index}]`,
  }));

/** Why two definitions of one port do not go together. */
const clashOf = (port: Port, other: Port): string | undefined => {
  if (port.hostIP === other.hostIP && port.hostPort === other.hostPort) return 'duplicate';
  if (port.hostPort === 0 || other.hostPort === 0) return 'overlapping';
  const isOneOpen = (port.hostIP === '') !== (other.hostIP === '');
  return port.hostPort === other.hostPort && isOneOpen ? 'dangerously ambiguous' : undefined;
};

/** @since k8s 1.28; of names k8s 1.33 */
export const portWarnings = (placed: readonly Placed[], version: KubernetesVersion): string[] => {
  if (!isAtLeast(version, 28)) return [];
  const warnings: string[] = [];
  const ports = placed.flatMap(portsOf);
  for (const [index, port] of ports.entries()) {
    const { name, hostPort, containerPort, protocol, hostIP, path } = port;
    if (hostIP !== '' && hostPort === 0)
      warnings.push(
        `${path}: hostIP set without hostPort: {Name:${name} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`,
      );
    for (const other of ports.slice(0, index)) {
      if (other.containerPort !== containerPort || other.protocol !== protocol) continue;
      const clash = clashOf(port, other);
      if (clash !== undefined) warnings.push(`${path}: ${clash} port definition with ${other.path}`);
    }
  }
  if (!isAtLeast(version, 33)) return warnings;
  const named = new Map<string, string>();
  for (const { name, path } of ports) {
    const other = named.get(name);
    if (name === '') continue;
    if (other === undefined) named.set(name, path);
    else
      warnings.push(
        `${path}: duplicate port name ${goQuote(name)} with ${other}, services and probes that select ports by name will use ${other}`,
      );
  }
  return warnings;
};
