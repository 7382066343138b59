/** Defaults of pods, of their templates and of what the two share. */
import type { Container, Pod, PodSpec, PodTemplateSpec, UnknownObject } from '../objects/index.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import { containerDefaults, requestsFromLimits, resourceListDefaults } from './container.ts';
import { defineDefaults } from './defaulter.ts';
import { change, changeEach, fill, withField } from './fill.ts';
import { isFinished } from './finished.ts';
import { volumeDefaults } from './volume.ts';

const onHostNetwork = (container: Container): Container =>
  change(container, 'ports', (ports) =>
    changeEach(ports, (port) =>
      port.hostPort === undefined && port.containerPort !== 0
        ? { ...port, hostPort: port.containerPort }
        : port,
    ),
  );

/** Container ports are host ports on the host's network. @source k8s 1.20 pkg/apis/core/v1/defaults.go defaultHostNetworkPorts */
const hostNetworkPorts = (spec: PodSpec): PodSpec => {
  if (spec.hostNetwork !== true) return spec;
  const changed = change(spec, 'containers', (containers) => changeEach(containers, onHostNetwork));
  return change(changed, 'initContainers', (containers) => changeEach(containers, onHostNetwork));
};

/** @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_PodSpec, zz_generated.defaults.go SetObjectDefaults_Pod */
const podSpecDefaults = (spec: PodSpec): PodSpec => {
  let result = fill(spec, {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
  });
  if (result.securityContext === undefined) result = withField(result, 'securityContext', {});
  result = change(result, 'volumes', (volumes) => changeEach(volumes, volumeDefaults));
  result = change(result, 'containers', (containers) => changeEach(containers, containerDefaults));
  result = change(result, 'initContainers', (containers) => changeEach(containers, containerDefaults));
  result = change(result, 'ephemeralContainers', (containers) => changeEach(containers, containerDefaults));
  return change(result, 'overhead', resourceListDefaults);
};

/**
 * The defaults of a template, which are fewer than a pod's.
 * @deviates upstream ≥ 1.28 decides by a feature gate whether templates get host ports; here the release decides
 */
export const podTemplateDefaults = (template: PodTemplateSpec, version: KubernetesVersion): PodTemplateSpec =>
  change(template, 'spec', (spec) => {
    const result = podSpecDefaults(spec);
    return isAtLeast(version, 28) ? result : hostNetworkPorts(result);
  });

/** @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_Pod */
export const pod = defineDefaults<Pod>(['v1/Pod'], (object, version) =>
  change(object, 'spec', (spec) => {
    if (isFinished(spec, version.minor)) return spec;
    let result = hostNetworkPorts(podSpecDefaults(spec));
    result = change(result, 'containers', (containers) => changeEach(containers, requestsFromLimits));
    result = change(result, 'initContainers', (containers) => changeEach(containers, requestsFromLimits));
    return result.enableServiceLinks === undefined ? withField(result, 'enableServiceLinks', true) : result;
  }),
);

export const podTemplate = defineDefaults<UnknownObject & { template: PodTemplateSpec }>(
  ['v1/PodTemplate'],
  (object, version) => change(object, 'template', (template) => podTemplateDefaults(template, version)),
);
