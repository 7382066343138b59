/** Host ports: which a pod wants, which a node has given away, and whether the two clash. */
import type { PodSpec } from '../../kube/index.ts';

export interface HostPort {
  ip: string;
  protocol: string;
  port: number;
}

const anyAddress = '0.0.0.0';
const none: readonly HostPort[] = [];

/** The host ports of a pod's containers (not of its init containers). */
export const hostPortsOf = (spec: PodSpec): readonly HostPort[] => {
  let ports: HostPort[] | undefined;
  for (const container of spec.containers) {
    for (const { hostPort, hostIP, protocol } of container.ports ?? []) {
      if (hostPort === undefined || hostPort <= 0) continue;
      (ports ??= []).push({ ip: hostIP || anyAddress, protocol: protocol || 'TCP', port: hostPort });
    }
  }
  return ports ?? none;
};

/** Two claims clash on the same protocol and port when their addresses are equal or one of them is every address. */
const clash = (a: HostPort, b: HostPort): boolean =>
  a.port === b.port &&
  a.protocol === b.protocol &&
  (a.ip === b.ip || a.ip === anyAddress || b.ip === anyAddress);

/** @source k8s 1.20 pkg/scheduler/framework/v1alpha1/types.go HostPortInfo.CheckConflict */
export const hostPortsClash = (wanted: readonly HostPort[], used: readonly HostPort[]): boolean =>
  wanted.some((port) => used.some((other) => clash(port, other)));
