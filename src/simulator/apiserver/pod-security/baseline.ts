/** The standard "baseline": no known way to more privileges. @source k8s.io/pod-security-admission v0.29 policy/check_*.go */
import type { PodSpec } from '../../../kube/index.ts';
import {
  containersOf,
  contextOf,
  plural,
  quoted,
  sorted,
  those,
  violation,
  type Violation,
} from './containers.ts';

type Check = (spec: PodSpec) => Violation[];

const allowedCapabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** The containers of which something is said that may not be, and what. */
const offenders = (spec: PodSpec, of: (container: ReturnType<typeof containersOf>[number]) => string[]) => {
  const bad = containersOf(spec).filter((container) => of(container).length > 0);
  return { bad, values: sorted(bad.flatMap(of)) };
};

export const capabilities: Check = (spec) => {
  const { bad, values } = offenders(spec, (container) =>
    (contextOf(container).capabilities?.add ?? []).filter((one) => !allowedCapabilities.has(one)),
  );
  if (bad.length === 0) return [];
  const detail = `${those(bad)} must not include ${quoted(values)} in securityContext.capabilities.add`;
  return violation('non-default capabilities', detail);
};

const hostNamespaces: Check = ({ hostNetwork, hostPID, hostIPC }) => {
  const used = Object.entries({ hostNetwork, hostPID, hostIPC })
    .filter(([, isUsed]) => isUsed === true)
    .map(([name]) => `${name}=true`);
  return used.length === 0 ? [] : violation('host namespaces', used.join(', '));
};

export const hostPaths: Check = ({ volumes = [] }) => {
  const names = volumes.filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name);
  if (names.length === 0) return [];
  return violation('hostPath volumes', `${plural('volume', names.length)} ${quoted(names)}`);
};

const hostPorts: Check = (spec) => {
  const { bad, values } = offenders(spec, ({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [String(hostPort)])),
  );
  if (bad.length === 0) return [];
  const uses = bad.length === 1 ? 'uses' : 'use';
  return violation(
    'hostPort',
    `${those(bad)} ${uses} ${plural('hostPort', values.length)} ${values.join(', ')}`,
  );
};

const privileged: Check = (spec) => {
  const bad = containersOf(spec).filter((container) => contextOf(container).privileged === true);
  return bad.length === 0
    ? []
    : violation('privileged', `${those(bad)} must not set securityContext.privileged=true`);
};

const procMount: Check = (spec) => {
  const { bad, values } = offenders(spec, (container) => {
    const { procMount: mount = 'Default' } = contextOf(container);
    return mount === 'Default' ? [] : [mount];
  });
  if (bad.length === 0) return [];
  return violation('procMount', `${those(bad)} must not set securityContext.procMount to ${quoted(values)}`);
};

export const seccomp: Check = (spec) => {
  const isBad = (holder: { securityContext?: unknown }): boolean =>
    contextOf(holder).seccompProfile?.type === 'Unconfined';
  const bad = containersOf(spec).filter(isBad);
  const setters = [...(isBad(spec) ? ['pod'] : []), ...(bad.length === 0 ? [] : [those(bad)])];
  if (setters.length === 0) return [];
  const detail = `${setters.join(' and ')} must not set securityContext.seccompProfile.type to "Unconfined"`;
  return violation('seccompProfile', detail);
};

/**
 * By upstream's names of the checks, in which order they are told.
 * @deviates AppArmor, SELinux, sysctls and Windows' host processes are not looked at
 */
export const baseline: readonly Check[] = [
  capabilities,
  hostNamespaces,
  hostPaths,
  hostPorts,
  privileged,
  procMount,
  seccomp,
];
