/** Services. */
import type { Service } from '../objects/index.ts';
import { goQuote } from '../go-format.ts';
import { dns1035LabelErrors, dns1123SubdomainErrors } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import { checkIp, checkNonSpecialIp, isCidr } from './addresses.ts';
import type { FieldError } from './field-error.ts';
import { duplicate, forbidden, GoSyntax, invalid, notSupported, required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { checkLabels } from './labels.ts';
import { checkName } from './name-check.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { checkClusterIps, checkClusterIpsUpdate } from './service-addresses.ts';
import { checkServicePort } from './service-port.ts';
import { defineValidator } from './validator.ts';

const metaRules = { namespaced: true, name: dns1035LabelErrors };
const specPath = FieldPath.of('spec');
const serviceTypes = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const affinities = ['ClientIP', 'None'];
const kubeletPort = 10_250;

type Spec = Service['spec'];

export const isHeadless = (spec: Spec): boolean =>
  spec.clusterIPs?.length === 1 && spec.clusterIPs[0] === 'None';

const checkByType = (errors: FieldError[], spec: Spec, version: KubernetesVersion): void => {
  const { type, clusterIPs = [], ports = [] } = spec;
  if (type === 'LoadBalancer') {
    ports.forEach(({ port }, index) => {
      const why = `may not expose port ${kubeletPort} externally since it is used by kubelet`;
      if (port === kubeletPort)
        errors.push(invalid(specPath.child('ports').index(index).child('port'), port, why));
    });
  }
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec)) {
    const why = `may not be set to 'None' for ${type} services`;
    errors.push(invalid(specPath.child('clusterIPs').index(0), clusterIPs[0], why));
  }
  if (type !== 'ExternalName') return;
  const why = 'may not be set for ExternalName services';
  if (clusterIPs.length > 0) errors.push(forbidden(specPath.child('clusterIPs'), why));
  if ((spec.ipFamilies?.length ?? 0) > 0) errors.push(forbidden(specPath.child('ipFamilies'), why));
  if (spec.ipFamilyPolicy !== undefined) errors.push(forbidden(specPath.child('ipFamilyPolicy'), why));
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') errors.push(required(specPath.child('externalName')));
  else checkName(errors, specPath.child('externalName'), name, dns1123SubdomainErrors, version);
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateClientIPAffinityConfig */
const checkAffinity = (errors: FieldError[], { sessionAffinity = '', sessionAffinityConfig }: Spec): void => {
  const at = specPath.child('sessionAffinity');
  if (sessionAffinity === '') errors.push(required(at));
  else if (!affinities.includes(sessionAffinity)) errors.push(notSupported(at, sessionAffinity, affinities));
  const path = specPath.child('sessionAffinityConfig');
  if (sessionAffinity === 'None' && sessionAffinityConfig !== undefined) {
    errors.push(forbidden(path, 'must not be set when session affinity is None'));
  }
  if (sessionAffinity !== 'ClientIP') return;
  const config = sessionAffinityConfig as { clientIP?: { timeoutSeconds?: number } } | undefined;
  const why = 'when session affinity type is ClientIP';
  const seconds = config?.clientIP?.timeoutSeconds;
  if (config === undefined) errors.push(required(path, why));
  else if (config.clientIP === undefined) errors.push(required(path.child('clientIP'), why));
  else if (seconds === undefined) errors.push(required(path.child('clientIP', 'timeoutSeconds'), why));
  else if (seconds <= 0 || seconds > 86_400) {
    const range = 'must be greater than 0 and less than 86400';
    errors.push(invalid(path.child('clientIP', 'timeoutSeconds'), seconds, range));
  }
};

const checkPortUse = (errors: FieldError[], { type, ports = [] }: Spec): void => {
  const at = specPath.child('ports');
  if (type === 'ClusterIP') {
    ports.forEach(({ nodePort = 0 }, index) => {
      const why = "may not be used when `type` is 'ClusterIP'";
      if (nodePort !== 0) errors.push(forbidden(at.index(index).child('nodePort'), why));
    });
  }
  const nodePorts = new Set<string>();
  ports.forEach(({ protocol = '', nodePort = 0 }, index) => {
    if (nodePort === 0) return;
    const key = `${protocol}/${nodePort}`;
    if (nodePorts.has(key)) errors.push(duplicate(at.index(index).child('nodePort'), nodePort));
    nodePorts.add(key);
  });
  const taken = new Set<string>();
  ports.forEach(({ protocol = '', port }, index) => {
    const key = `${protocol}/${port}`;
    const printed = `core.ServicePort{Name:"", Protocol:${goQuote(protocol)}, AppProtocol:(*string)(nil), Port:${port}, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}`;
    if (taken.has(key)) errors.push(duplicate(at.index(index), new GoSyntax(printed)));
    taken.add(key);
  });
};

const rangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';

const checkSourceRanges = (errors: FieldError[], { metadata, spec }: Service): void => {
  const { type, loadBalancerSourceRanges: ranges = [] } = spec;
  const annotation = metadata.annotations?.[rangesAnnotation];
  if (ranges.length === 0 && annotation === undefined) return;
  const isField = ranges.length > 0;
  const at = isField
    ? specPath.child('LoadBalancerSourceRanges')
    : FieldPath.of('metadata.annotations').key(rangesAnnotation);
  const value = isField ? `[${ranges.join(' ')}]` : annotation!;
  if (type !== 'LoadBalancer') errors.push(forbidden(at, "may only be used when `type` is 'LoadBalancer'"));
  const list = isField ? ranges : annotation!.trim() === '' ? [] : annotation!.trim().split(',');
  if (!list.every((range) => isCidr(range.trim()))) {
    const why = 'must be a list of IP ranges. For example, 10.240.0.0/24,10.250.0.0/24 ';
    errors.push(invalid(at, value, why));
  }
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateService */
const checkService = (errors: FieldError[], object: Service, version: KubernetesVersion): void => {
  const { metadata, spec } = object;
  checkObjectMeta(errors, metadata, metaRules, version);
  const { type = '', ports = [] } = spec;
  if (ports.length === 0 && !isHeadless(spec) && type !== 'ExternalName')
    errors.push(required(specPath.child('ports')));
  checkByType(errors, spec, version);
  const names = new Set<string>();
  ports.forEach((port, index) => {
    checkServicePort(errors, specPath.child('ports').index(index), port, ports.length > 1, names, version);
  });
  if (spec.selector !== undefined) checkLabels(errors, specPath.child('selector'), spec.selector, version);
  checkAffinity(errors, spec);
  checkClusterIps(errors, specPath, spec, version);
  spec.externalIPs?.forEach((ip, index) => {
    const at = specPath.child('externalIPs').index(index);
    if (checkIp(errors, at, ip, version)) checkNonSpecialIp(errors, at, ip, version);
  });
  if (type === '') errors.push(required(specPath.child('type')));
  else if (!serviceTypes.includes(type))
    errors.push(notSupported(specPath.child('type'), type, serviceTypes));
  checkPortUse(errors, spec);
  checkSourceRanges(errors, object);
  const policy = spec.externalTrafficPolicy ?? '';
  if (policy !== '' && policy !== 'Cluster' && policy !== 'Local') {
    const why = 'ExternalTrafficPolicy must be empty, Cluster or Local';
    errors.push(invalid(specPath.child('externalTrafficPolicy'), policy, why));
  }
  if ((spec.healthCheckNodePort ?? 0) < 0) {
    const why = 'HealthCheckNodePort must be not less than 0';
    errors.push(invalid(specPath.child('healthCheckNodePort'), spec.healthCheckNodePort, why));
  }
};

/**
 * What upstream's REST layer adds for services after the strategy's own validation, on create and on update.
 * @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateServiceExternalTrafficFieldsCombination
 */
export const checkServiceTraffic = (errors: FieldError[], { spec }: Service): void => {
  const { type, externalTrafficPolicy = '', healthCheckNodePort = 0 } = spec;
  const isOutside = type === 'LoadBalancer' || type === 'NodePort';
  if (!isOutside && externalTrafficPolicy !== '') {
    const why = 'ExternalTrafficPolicy can only be set on NodePort and LoadBalancer service';
    errors.push(invalid(specPath.child('externalTrafficPolicy'), externalTrafficPolicy, why));
  }
  const needsHealthCheck = type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
  if (!needsHealthCheck && healthCheckNodePort !== 0) {
    const why =
      'HealthCheckNodePort can only be set on LoadBalancer service with ExternalTrafficPolicy=Local';
    errors.push(invalid(specPath.child('healthCheckNodePort'), healthCheckNodePort, why));
  }
};

export const service = defineValidator<Service>({
  kinds: ['Service'],
  create: checkService,
  /** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateServiceUpdate */
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkClusterIpsUpdate(errors, specPath, object.spec, old.spec);
    checkService(errors, object, version);
  },
});
