/** Checks of the security contexts of pods and containers. */
import type { PodSpec } from '../objects/index.ts';
import { rangeErrors } from '../names.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { GoSyntax, invalid, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';

const maxId = 2 ** 31 - 1;

const checkId = (errors: FieldError[], path: FieldPath, id: unknown): void => {
  if (typeof id === 'number')
    for (const text of rangeErrors(id, 0, maxId)) errors.push(invalid(path, id, text));
};

const seccompTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateSeccompProfileField */
const checkSeccomp = (errors: FieldError[], path: FieldPath, profile: unknown): void => {
  if (profile === undefined) return;
  const { type = '', localhostProfile } = profile as { type?: string; localhostProfile?: string };
  if (type === '') errors.push(required(path.child('type'), 'type is required when seccompProfile is set'));
  else if (type === 'Localhost') {
    const why = 'must be set when seccomp type is Localhost';
    if (localhostProfile === undefined) errors.push(required(path.child('localhostProfile'), why));
  } else if (localhostProfile !== undefined) {
    const why = 'can only be set when seccomp type is Localhost';
    errors.push(invalid(path.child('localhostProfile'), new GoSyntax(`"${localhostProfile}"`), why));
  }
  if (type !== '' && !seccompTypes.includes(type))
    errors.push(notSupported(path.child('type'), type, seccompTypes));
};

/**
 * On the host's network a container's port is the host's. Since 1.28 templates may leave the host's port out: the pod gets it.
 * @source k8s 1.20 pkg/apis/core/validation/validation.go validateHostNetwork; 1.28 the same
 */
const checkHostNetwork = (
  errors: FieldError[],
  path: FieldPath,
  spec: PodSpec,
  version: KubernetesVersion,
): void => {
  if (spec.hostNetwork !== true) return;
  const mayBeOpen = isAtLeast(version, 28);
  (spec.containers as PodSpec['containers'] | null)?.forEach(({ ports = [] }, containerIndex) => {
    ports.forEach(({ hostPort = 0, containerPort }, index) => {
      if (hostPort === containerPort || (mayBeOpen && hostPort === 0)) return;
      const at = path
        .child('containers')
        .index(containerIndex)
        .child('ports')
        .index(index)
        .child('containerPort');
      errors.push(invalid(at, containerPort, 'must match `hostPort` when `hostNetwork` is true'));
    });
  });
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePodSecurityContext */
export const checkPodSecurity = (
  errors: FieldError[],
  specPath: FieldPath,
  spec: PodSpec,
  version: KubernetesVersion,
): void => {
  const context = spec.securityContext;
  if (context === undefined) return;
  const path = specPath.child('securityContext');
  checkHostNetwork(errors, specPath, spec, version);
  checkId(errors, path.child('fsGroup'), context.fsGroup);
  checkId(errors, path.child('runAsUser'), context.runAsUser);
  checkId(errors, path.child('runAsGroup'), context.runAsGroup);
  const groups = context.supplementalGroups as number[] | undefined;
  groups?.forEach((group, index) => {
    checkId(errors, path.child('supplementalGroups').index(index), group);
  });
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const why = 'ShareProcessNamespace and HostPID cannot both be enabled';
    errors.push(invalid(path.child('shareProcessNamespace'), true, why));
  }
  const policy = context.fsGroupChangePolicy as string | undefined;
  if (policy !== undefined && policy !== 'OnRootMismatch' && policy !== 'Always') {
    errors.push(notSupported(path.child('fsGroupChangePolicy'), policy, ['Always', 'OnRootMismatch']));
  }
  checkSeccomp(errors, path.child('seccompProfile'), context.seccompProfile);
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateSecurityContext */
export const checkContainerSecurity = (
  errors: FieldError[],
  path: FieldPath,
  context: Record<string, unknown>,
): void => {
  checkId(errors, path.child('runAsUser'), context.runAsUser);
  checkId(errors, path.child('runAsGroup'), context.runAsGroup);
  checkSeccomp(errors, path.child('seccompProfile'), context.seccompProfile);
  if (context.allowPrivilegeEscalation !== false) return;
  const printed = (): GoSyntax => printContext(context);
  if (context.privileged === true) {
    const why = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true';
    errors.push(invalid(path, printed(), why));
  }
  const { add = [] } = (context.capabilities ?? {}) as { add?: string[] };
  for (const capability of add) {
    if (capability !== 'CAP_SYS_ADMIN') continue;
    const why = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN';
    errors.push(invalid(path, printed(), why));
  }
};

const contextFields: readonly (readonly [go: string, json: string, type: string])[] = [
  ['Capabilities', 'capabilities', 'core.Capabilities'],
  ['Privileged', 'privileged', 'bool'],
  ['SELinuxOptions', 'seLinuxOptions', 'core.SELinuxOptions'],
  ['WindowsOptions', 'windowsOptions', 'core.WindowsSecurityContextOptions'],
  ['RunAsUser', 'runAsUser', 'int64'],
  ['RunAsGroup', 'runAsGroup', 'int64'],
  ['RunAsNonRoot', 'runAsNonRoot', 'bool'],
  ['ReadOnlyRootFilesystem', 'readOnlyRootFilesystem', 'bool'],
  ['AllowPrivilegeEscalation', 'allowPrivilegeEscalation', 'bool'],
  ['ProcMount', 'procMount', 'core.ProcMountType'],
  ['SeccompProfile', 'seccompProfile', 'core.SeccompProfile'],
];

const printContext = (context: Record<string, unknown>): GoSyntax =>
  new GoSyntax(
    `core.SecurityContext{${contextFields
      .map(([go, json, type]) => `${go}:(*${type})(${context[json] === undefined ? 'nil' : '0xc000000000'})`)
      .join(', ')}}`,
  );
