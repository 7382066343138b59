/** The standard "restricted": what hardened pods say of themselves. @source k8s.io/pod-security-admission v0.29 policy/check_*.go */
import type { PodSpec } from '../../../kube/index.ts';
import {
  baseline,
  capabilities as baselineCapabilities,
  hostPaths,
  seccomp as baselineSeccomp,
} from './baseline.ts';
import {
  containersOf,
  contextOf,
  plural,
  quoted,
  sorted,
  those,
  violation,
  type SecurityContext,
  type Violation,
} from './containers.ts';

type Check = (spec: PodSpec) => Violation[];

const escalation: Check = (spec) => {
  const bad = containersOf(spec).filter((one) => contextOf(one).allowPrivilegeEscalation !== false);
  return bad.length === 0
    ? []
    : violation(
        'allowPrivilegeEscalation != false',
        `${those(bad)} must set securityContext.allowPrivilegeEscalation=false`,
      );
};

const capabilities: Check = (spec) => {
  const all = containersOf(spec);
  const forbiddenOf = (one: (typeof all)[number]): string[] =>
    (contextOf(one).capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE');
  const keeping = all.filter((one) => contextOf(one).capabilities?.drop?.includes('ALL') !== true);
  const adding = all.filter((one) => forbiddenOf(one).length > 0);
  const details: string[] = [];
  if (keeping.length > 0)
    details.push(`${those(keeping)} must set securityContext.capabilities.drop=["ALL"]`);
  if (adding.length > 0)
    details.push(
      `${those(adding)} must not include ${quoted(sorted(adding.flatMap(forbiddenOf)))} in securityContext.capabilities.add`,
    );
  return details.length === 0 ? [] : violation('unrestricted capabilities', details.join('; '));
};

const allowedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const volumes: Check = ({ volumes: all = [] }) => {
  const sortOf = (volume: (typeof all)[number]): string =>
    Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir';
  const bad = all.filter((volume) => !allowedVolumes.includes(sortOf(volume)));
  if (bad.length === 0) return [];
  const sorts = sorted(bad.map(sortOf));
  const names = `${plural('volume', bad.length)} ${quoted(bad.map(({ name }) => name))}`;
  const uses = bad.length === 1 ? 'uses' : 'use';
  return violation(
    'restricted volume types',
    `${names} ${uses} ${plural('restricted volume type', sorts.length)} ${quoted(sorts)}`,
  );
};

/** Of a setting that the pod may make for its containers: who sets it wrongly, else who lacks it. */
const settings = <T>(
  spec: PodSpec,
  of: (context: SecurityContext) => T | undefined,
  isGood: (value: T) => boolean,
): { wrong: string[]; lacking: string } => {
  const own = of(contextOf(spec));
  const all = containersOf(spec);
  const valueOf = (one: (typeof all)[number]): T | undefined => of(contextOf(one));
  const bad = all.filter((one) => valueOf(one) !== undefined && !isGood(valueOf(one)!));
  const without = own !== undefined && isGood(own) ? [] : all.filter((one) => valueOf(one) === undefined);
  return {
    wrong: [...(own !== undefined && !isGood(own) ? ['pod'] : []), ...(bad.length === 0 ? [] : [those(bad)])],
    lacking: without.length === 0 ? '' : `pod or ${those(without)}`,
  };
};

const runAsNonRoot: Check = (spec) => {
  const { wrong, lacking } = settings(spec, (context) => context.runAsNonRoot, Boolean);
  const reason = 'runAsNonRoot != true';
  if (wrong.length > 0)
    return violation(reason, `${wrong.join(' and ')} must not set securityContext.runAsNonRoot=false`);
  return lacking === '' ? [] : violation(reason, `${lacking} must set securityContext.runAsNonRoot=true`);
};

const runAsUser: Check = (spec) => {
  const { wrong } = settings(
    spec,
    (context) => context.runAsUser,
    (user) => user !== 0,
  );
  return wrong.length === 0
    ? []
    : violation('runAsUser=0', `${wrong.join(' and ')} must not set runAsUser=0`);
};

const seccomp: Check = (spec) => {
  const typeOf = (context: SecurityContext): string | undefined =>
    context.seccompProfile === undefined ? undefined : (context.seccompProfile.type ?? '');
  const isGood = (type: string): boolean => type === 'RuntimeDefault' || type === 'Localhost';
  const { wrong, lacking } = settings(spec, typeOf, isGood);
  if (wrong.length > 0) {
    const types = [spec, ...containersOf(spec)].map((one) => typeOf(contextOf(one)));
    const bad = sorted(types.filter((type) => type !== undefined && !isGood(type)) as string[]);
    const detail = `${wrong.join(' and ')} must not set securityContext.seccompProfile.type to ${quoted(bad)}`;
    return violation('seccompProfile', detail);
  }
  if (lacking === '') return [];
  const detail = `${lacking} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return violation('seccompProfile', detail);
};

/** Checks of the baseline that these replace. */
const replaced: ReadonlySet<Check> = new Set([baselineCapabilities, hostPaths, baselineSeccomp]);

export const restricted: readonly Check[] = [
  ...baseline.filter((check) => !replaced.has(check)),
  escalation,
  capabilities,
  volumes,
  runAsNonRoot,
  runAsUser,
  seccomp,
];
