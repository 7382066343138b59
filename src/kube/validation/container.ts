/** Checks of containers, of init containers and of the ports they share. */
import type { Container, ContainerPort, Volume } from '../objects/index.ts';
import { dns1123LabelErrors, portNameErrors, portNumberErrors } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import { checkEnv, checkEnvFrom } from './env.ts';
import type { FieldError } from './field-error.ts';
import { duplicate, GoSyntax, invalid, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { pointerText } from './go-syntax.ts';
import { checkName, nameErrors } from './name-check.ts';
import { checkHandler, checkProbe, checkSuccessThreshold } from './probe.ts';
import { checkResourceRequirements } from './resources.ts';
import { checkContainerSecurity } from './security-context.ts';
import { checkVolumeDevices, checkVolumeMounts } from './volume-mounts.ts';
import type { VolumeDevice } from './volume-mounts.ts';

const protocols = ['SCTP', 'TCP', 'UDP'];
const pullPolicies = ['Always', 'IfNotPresent', 'Never'];

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateContainerPorts */
const checkPorts = (
  errors: FieldError[],
  path: FieldPath,
  ports: readonly ContainerPort[],
  version: KubernetesVersion,
): void => {
  const names = new Set<string>();
  ports.forEach(({ name = '', containerPort, hostPort = 0, protocol = '' }, index) => {
    const at = path.index(index);
    if (name !== '') {
      const texts = nameErrors(portNameErrors, name, version);
      for (const text of texts) errors.push(invalid(at.child('name'), name, text));
      if (texts.length === 0 && names.has(name)) errors.push(duplicate(at.child('name'), name));
      names.add(name);
    }
    if (containerPort === 0) errors.push(required(at.child('containerPort')));
    else
      for (const text of portNumberErrors(containerPort))
        errors.push(invalid(at.child('containerPort'), containerPort, text));
    if (hostPort !== 0)
      for (const text of portNumberErrors(hostPort))
        errors.push(invalid(at.child('hostPort'), hostPort, text));
    if (protocol === '') errors.push(required(at.child('protocol')));
    else if (!protocols.includes(protocol))
      errors.push(notSupported(at.child('protocol'), protocol, protocols));
  });
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go AccumulateUniqueHostPorts */
const checkHostPorts = (errors: FieldError[], path: FieldPath, containers: readonly Container[]): void => {
  let taken: Set<string> | undefined;
  containers.forEach(({ ports = [] }, containerIndex) => {
    ports.forEach(({ hostPort = 0, protocol = '', hostIP = '' }, index) => {
      if (hostPort === 0) return;
      const key = `${protocol}/${hostIP}/${hostPort}`;
      if (taken?.has(key)) {
        errors.push(duplicate(path.index(containerIndex).child('ports').index(index).child('hostPort'), key));
      } else (taken ??= new Set()).add(key);
    });
  });
};

const checkTermination = (errors: FieldError[], path: FieldPath, policy: string | undefined): void => {
  if (policy === 'File' || policy === 'FallbackToLogsOnError') return;
  const why = "must be 'File' or 'FallbackToLogsOnError'";
  const at = path.child('terminationMessagePolicy');
  errors.push((policy ?? '') === '' ? required(at, why) : invalid(at, policy, why));
};

const checkContainer = (
  errors: FieldError[],
  path: FieldPath,
  container: Container & { volumeDevices?: VolumeDevice[] },
  volumes: ReadonlyMap<string, Volume>,
  version: KubernetesVersion,
): void => {
  if ((container.image ?? '') === '') errors.push(required(path.child('image')));
  const { lifecycle, livenessProbe, readinessProbe, startupProbe, volumeMounts, volumeDevices } = container;
  if (lifecycle?.postStart !== undefined)
    checkHandler(errors, path.child('lifecycle', 'postStart'), lifecycle.postStart, version);
  if (lifecycle?.preStop !== undefined)
    checkHandler(errors, path.child('lifecycle', 'preStop'), lifecycle.preStop, version);
  if (livenessProbe !== undefined) {
    checkProbe(errors, path.child('livenessProbe'), livenessProbe, version);
    checkSuccessThreshold(errors, path.child('livenessProbe'), livenessProbe);
  }
  if (readinessProbe !== undefined) checkProbe(errors, path.child('readinessProbe'), readinessProbe, version);
  if (startupProbe !== undefined) {
    checkProbe(errors, path.child('startupProbe'), startupProbe, version);
    checkSuccessThreshold(errors, path.child('startupProbe'), startupProbe);
  }
  checkTermination(errors, path, container.terminationMessagePolicy);
  if (container.ports !== undefined) checkPorts(errors, path.child('ports'), container.ports, version);
  if (container.env !== undefined) checkEnv(errors, path.child('env'), container.env, version);
  if (container.envFrom !== undefined)
    checkEnvFrom(errors, path.child('envFrom'), container.envFrom, version);
  if (volumeMounts !== undefined)
    checkVolumeMounts(errors, path.child('volumeMounts'), volumeMounts, container, volumes);
  if (volumeDevices !== undefined) {
    checkVolumeDevices(errors, path.child('volumeDevices'), volumeDevices, volumeMounts ?? [], volumes);
  }
  const policy = container.imagePullPolicy ?? '';
  if (policy === '') errors.push(required(path.child('imagePullPolicy')));
  else if (!pullPolicies.includes(policy))
    errors.push(notSupported(path.child('imagePullPolicy'), policy, pullPolicies));
  if (container.resources !== undefined) {
    checkResourceRequirements(errors, path.child('resources'), container.resources, version);
  }
  if (container.securityContext !== undefined) {
    checkContainerSecurity(errors, path.child('securityContext'), container.securityContext);
  }
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateContainers */
const checkEach = (
  errors: FieldError[],
  path: FieldPath,
  containers: readonly Container[],
  volumes: ReadonlyMap<string, Volume>,
  version: KubernetesVersion,
): void => {
  const names = new Set<string>();
  containers.forEach((container, index) => {
    const at = path.index(index);
    if (container.name === '') errors.push(required(at.child('name')));
    else checkName(errors, () => at.child('name'), container.name, dns1123LabelErrors, version);
    if (names.has(container.name)) errors.push(duplicate(at.child('name'), container.name));
    else names.add(container.name);
    checkContainer(errors, at, container, volumes, version);
  });
};

export const checkContainers = (
  errors: FieldError[],
  path: FieldPath,
  containers: readonly Container[] | null | undefined,
  volumes: ReadonlyMap<string, Volume>,
  version: KubernetesVersion,
): void => {
  if ((containers?.length ?? 0) === 0) {
    errors.push(required(path));
    return;
  }
  checkEach(errors, path, containers!, volumes, version);
  checkHostPorts(errors, path, containers!);
};

const handlerTypes = (handler: object): string => {
  const { exec, httpGet, tcpSocket } = handler as Record<string, unknown>;
  return `core.Handler{Exec:${pointerText('core.ExecAction', exec)}, HTTPGet:${pointerText('core.HTTPGetAction', httpGet)}, TCPSocket:${pointerText('core.TCPSocketAction', tcpSocket)}}`;
};

const printProbe = (probe: NonNullable<Container['livenessProbe']>): GoSyntax =>
  new GoSyntax(
    `core.Probe{Handler:${handlerTypes(probe)}, InitialDelaySeconds:${probe.initialDelaySeconds ?? 0}, TimeoutSeconds:${probe.timeoutSeconds ?? 0}, PeriodSeconds:${probe.periodSeconds ?? 0}, SuccessThreshold:${probe.successThreshold ?? 0}, FailureThreshold:${probe.failureThreshold ?? 0}}`,
  );

const printLifecycle = (lifecycle: NonNullable<Container['lifecycle']>): GoSyntax =>
  new GoSyntax(
    `core.Lifecycle{PostStart:${pointerText('core.Handler', lifecycle.postStart)}, PreStop:${pointerText('core.Handler', lifecycle.preStop)}}`,
  );

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateInitContainers */
export const checkInitContainers = (
  errors: FieldError[],
  path: FieldPath,
  containers: readonly Container[],
  others: readonly Container[] | null,
  volumes: ReadonlyMap<string, Volume>,
  version: KubernetesVersion,
): void => {
  checkEach(errors, path, containers, volumes, version);
  for (const container of containers) checkHostPorts(errors, path, [container]);
  const names = new Set(others?.map(({ name }) => name));
  containers.forEach((container, index) => {
    const at = path.index(index);
    if (names.has(container.name)) errors.push(duplicate(at.child('name'), container.name));
    if (container.name !== '') names.add(container.name);
    // A sidecar (since 1.28) is an init container that goes on running.
    if ((container as { restartPolicy?: string }).restartPolicy === 'Always') return;
    const why = 'must not be set for init containers';
    if (container.lifecycle !== undefined)
      errors.push(invalid(at.child('lifecycle'), printLifecycle(container.lifecycle), why));
    for (const field of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      const probe = container[field];
      if (probe !== undefined) errors.push(invalid(at.child(field), printProbe(probe), why));
    }
  });
};
