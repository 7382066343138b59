/** What the standards of pod security look at. */
import type { Container, PodSpec } from '../../../kube/index.ts';

export interface SecurityContext {
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  capabilities?: { add?: string[]; drop?: string[] };
  runAsNonRoot?: boolean;
  runAsUser?: number;
  seccompProfile?: { type?: string };
  procMount?: string;
}

/** In upstream's order: first those that run first. */
export const containersOf = ({
  initContainers = [],
  containers,
  ephemeralContainers = [],
}: PodSpec): Container[] => [...initContainers, ...containers, ...ephemeralContainers];

export const contextOf = ({ securityContext }: { securityContext?: unknown }): SecurityContext =>
  (securityContext ?? {}) as SecurityContext;

export const quoted = (names: Iterable<string>): string =>
  [...names].map((name) => JSON.stringify(name)).join(', ');

export const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

export const plural = (word: string, count: number): string => (count === 1 ? word : `${word}s`);

/** `containers "a", "b"` */
export const those = (containers: readonly Container[]): string =>
  `${plural('container', containers.length)} ${quoted(containers.map(({ name }) => name))}`;

export interface Violation {
  reason: string;
  detail: string;
}

export const violation = (reason: string, detail: string): Violation[] => [{ reason, detail }];
