/** Services: allocated values survive an update that leaves them out, and go with the type that needed them. */
import { changeEach, withField, withoutField } from '../defaults/index.ts';
import { deepEqual } from '../json-value.ts';
import type { Service, ServicePort } from '../objects/index.ts';
import { withEmptyStatus, withStatusOf } from './parts.ts';
import { defineStrategy } from './strategy.ts';

type Spec = Service['spec'];

const needsClusterIp = ({ type }: Spec): boolean => type !== 'ExternalName';
const needsNodePort = ({ type }: Spec): boolean => type === 'NodePort' || type === 'LoadBalancer';
const needsHealthPort = ({ type, externalTrafficPolicy }: Spec): boolean =>
  type === 'LoadBalancer' && externalTrafficPolicy === 'Local';

const nodePortsOf = ({ ports = [] }: Spec): number[] =>
  ports.flatMap(({ nodePort = 0 }) => (nodePort === 0 ? [] : [nodePort]));

const withOldNodePorts = (spec: Spec, old: Spec): Spec => {
  const next = nodePortsOf(spec);
  const used = new Set(nodePortsOf(old).filter((port) => next.includes(port)));
  const byName = new Map(old.ports?.map(({ name = '', nodePort = 0 }) => [name, nodePort]));
  const restore = (port: ServicePort): ServicePort => {
    const before = byName.get(port.name ?? '') ?? 0;
    return (port.nodePort ?? 0) !== 0 || before === 0 || used.has(before)
      ? port
      : { ...port, nodePort: before };
  };
  return spec.ports === undefined ? spec : withField(spec, 'ports', changeEach(spec.ports, restore));
};

/** @source k8s 1.20 pkg/registry/core/service/strategy.go patchAllocatedValues */
const patchAllocatedValues = (given: Spec, old: Spec): Spec => {
  let spec = given;
  if (needsClusterIp(old) && needsClusterIp(spec)) {
    if ((spec.clusterIP ?? '') === '' && old.clusterIP !== undefined)
      spec = { ...spec, clusterIP: old.clusterIP };
    const isSame = spec.clusterIP === old.clusterIP;
    if (spec.clusterIPs === undefined && isSame && old.clusterIPs !== undefined) {
      spec = { ...spec, clusterIPs: old.clusterIPs };
    }
  }
  if (needsNodePort(old) && needsNodePort(spec)) spec = withOldNodePorts(spec, old);
  const port = old.healthCheckNodePort;
  const isMissing = (spec.healthCheckNodePort ?? 0) === 0 && port !== undefined;
  return needsHealthPort(old) && needsHealthPort(spec) && isMissing
    ? { ...spec, healthCheckNodePort: port }
    : spec;
};

/** Clients that know only clusterIP get clusterIPs. @source k8s 1.20 pkg/registry/core/service/strategy.go NormalizeClusterIPs */
const normalizeClusterIps = (spec: Spec, old: Spec | undefined): Spec => {
  const { clusterIP = '', clusterIPs } = spec;
  if (old === undefined)
    return clusterIP !== '' && clusterIPs === undefined ? { ...spec, clusterIPs: [clusterIP] } : spec;
  if (clusterIP === (old.clusterIP ?? '')) return spec;
  if (clusterIP === '')
    return deepEqual(clusterIPs, old.clusterIPs) ? withoutField(spec, 'clusterIPs') : spec;
  return deepEqual(clusterIPs, old.clusterIPs) || clusterIPs === undefined
    ? { ...spec, clusterIPs: [clusterIP] }
    : spec;
};

const withoutNodePorts = (port: ServicePort): ServicePort => withoutField(port, 'nodePort');

const hasSameAddresses = (spec: Spec, old: Spec): boolean =>
  (spec.clusterIP ?? '') === (old.clusterIP ?? '') && deepEqual(spec.clusterIPs ?? [], old.clusterIPs ?? []);

/** @source k8s 1.20 pkg/registry/core/service/strategy.go dropTypeDependentFields */
const dropTypeDependentFields = (given: Spec, old: Spec): Spec => {
  let spec = given;
  if (needsClusterIp(old) && !needsClusterIp(spec)) {
    if (hasSameAddresses(spec, old)) spec = withoutField(withoutField(spec, 'clusterIP'), 'clusterIPs');
    if (deepEqual(spec.ipFamilies, old.ipFamilies)) spec = withoutField(spec, 'ipFamilies');
    if (spec.ipFamilyPolicy === old.ipFamilyPolicy) spec = withoutField(spec, 'ipFamilyPolicy');
  }
  const samePorts = deepEqual(nodePortsOf(spec).sort(), nodePortsOf(old).sort());
  if (needsNodePort(old) && !needsNodePort(spec) && samePorts && spec.ports !== undefined) {
    spec = withField(spec, 'ports', changeEach(spec.ports, withoutNodePorts));
  }
  const sameHealth = spec.healthCheckNodePort === old.healthCheckNodePort;
  return needsHealthPort(old) && !needsHealthPort(spec) && sameHealth
    ? withoutField(spec, 'healthCheckNodePort')
    : spec;
};

/** @source k8s 1.20 pkg/registry/core/service/strategy.go */
export const service = defineStrategy<Service>({
  kinds: ['Service'],
  prepareForCreate: (object, version) =>
    withField(withEmptyStatus(object, version), 'spec', normalizeClusterIps(object.spec, undefined)),
  prepareForUpdate: (object, old) => {
    const patched = normalizeClusterIps(patchAllocatedValues(object.spec, old.spec), old.spec);
    return withField(withStatusOf(object, old), 'spec', dropTypeDependentFields(patched, old.spec));
  },
});
