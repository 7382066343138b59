/** What must hold for a pod's spec, in a pod and in a template. */
import type { PodSpec, PodTemplateSpec } from '../objects/index.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, qualifiedNameErrors, rangeErrors } from '../names.ts';
import { ipFamily } from '../ip-address.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import { checkAffinity } from './affinity.ts';
import { checkContainers, checkInitContainers } from './container.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, invalid, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { stringList } from './go-syntax.ts';
import { checkLabels } from './labels.ts';
import { checkName } from './name-check.ts';
import { checkAnnotations } from './object-meta.ts';
import { checkContainerResourceName, checkResourceAmount } from './resources.ts';
import { checkSpread, checkTolerations } from './scheduling.ts';
import { checkPodSecurity } from './security-context.ts';
import { checkVolumes } from './volumes.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
export const preemptionPolicies = ['PreemptLowerPriority', 'Never'];

const checkOneOf = (
  errors: FieldError[],
  path: FieldPath,
  value: string | undefined,
  supported: readonly string[],
): void => {
  if (value === undefined || value === '') errors.push(required(path));
  else if (!supported.includes(value)) errors.push(notSupported(path, value, supported));
};

interface DnsConfig {
  nameservers?: string[];
  searches?: string[];
  options?: { name?: string }[];
}

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validatePodDNSConfig */
const checkDnsConfig = (
  errors: FieldError[],
  path: FieldPath,
  config: DnsConfig | undefined,
  policy: string | undefined,
  version: KubernetesVersion,
): void => {
  const { nameservers = [], searches = [], options = [] } = config ?? {};
  if (policy === 'None') {
    if (config === undefined) {
      errors.push(required(path, 'must provide `dnsConfig` when `dnsPolicy` is None'));
      return;
    }
    if (nameservers.length === 0) {
      errors.push(
        required(
          path.child('nameservers'),
          'must provide at least one DNS nameserver when `dnsPolicy` is None',
        ),
      );
      return;
    }
  }
  if (config === undefined) return;
  if (nameservers.length > 3) {
    errors.push(
      invalid(path.child('nameservers'), stringList(nameservers), 'must not have more than 3 nameservers'),
    );
  }
  nameservers.forEach((server, index) => {
    const why = 'must be valid IP address';
    if (ipFamily(server) === undefined)
      errors.push(invalid(path.child('nameservers').index(index), server, why));
  });
  const maxSearches = isAtLeast(version, 28) ? 32 : 6;
  const maxCharacters = isAtLeast(version, 28) ? 2048 : 256;
  if (searches.length > maxSearches) {
    const why = `must not have more than ${maxSearches} search paths`;
    errors.push(invalid(path.child('searches'), stringList(searches), why));
  }
  if (searches.join(' ').length > maxCharacters) {
    const why = `must not have more than ${maxCharacters} characters (including spaces) in the search list`;
    errors.push(invalid(path.child('searches'), stringList(searches), why));
  }
  searches.forEach((search, index) => {
    const name = search.endsWith('.') ? search.slice(0, -1) : search;
    checkName(errors, path.child('searches').index(index), name, dns1123SubdomainErrors, version);
  });
  options.forEach(({ name = '' }, index) => {
    if (name === '') errors.push(required(path.child('options').index(index), 'must not be empty'));
  });
};

const checkHostAliases = (
  errors: FieldError[],
  path: FieldPath,
  aliases: NonNullable<PodSpec['hostAliases']>,
  version: KubernetesVersion,
): void => {
  for (const { ip = '', hostnames = [] } of aliases) {
    if (ipFamily(ip) === undefined) errors.push(invalid(path.child('ip'), ip, 'must be valid IP address'));
    for (const hostname of hostnames)
      checkName(errors, () => path.child('hostnames'), hostname, dns1123SubdomainErrors, version);
  }
};

/** The fields in upstream's order after the containers and policies. */
const checkPlacement = (
  errors: FieldError[],
  path: FieldPath,
  spec: PodSpec,
  version: KubernetesVersion,
): void => {
  const named = (
    field:
      'serviceAccountName' | 'nodeName' | 'hostname' | 'subdomain' | 'priorityClassName' | 'runtimeClassName',
  ): void => {
    const value = spec[field] ?? '';
    const rule = field === 'hostname' || field === 'subdomain' ? dns1123LabelErrors : dns1123SubdomainErrors;
    if (value !== '') checkName(errors, () => path.child(field), value, rule, version);
  };
  named('serviceAccountName');
  named('nodeName');
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined) {
    for (const text of rangeErrors(deadline, 1, 2 ** 31 - 1)) {
      errors.push(invalid(path.child('activeDeadlineSeconds'), deadline, text));
    }
  }
  named('hostname');
  named('subdomain');
  if (spec.tolerations !== undefined)
    checkTolerations(errors, path.child('tolerations'), spec.tolerations, version);
  if (spec.hostAliases !== undefined)
    checkHostAliases(errors, path.child('hostAliases'), spec.hostAliases, version);
  named('priorityClassName');
  named('runtimeClassName');
  if (spec.preemptionPolicy !== undefined) {
    checkOneOf(errors, path.child('preemptionPolicy'), spec.preemptionPolicy, preemptionPolicies);
  }
  for (const name in spec.overhead) {
    const at = path.child('overhead', 'limits').key(name);
    checkContainerResourceName(errors, at, name, version);
    checkResourceAmount(errors, at, name, spec.overhead, version);
  }
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePodSpec */
export const checkPodSpec = (
  errors: FieldError[],
  path: FieldPath,
  spec: PodSpec,
  version: KubernetesVersion,
): void => {
  const volumes = checkVolumes(errors, path.child('volumes'), spec.volumes, version);
  checkContainers(errors, path.child('containers'), spec.containers, volumes, version);
  if (spec.initContainers !== undefined) {
    checkInitContainers(
      errors,
      path.child('initContainers'),
      spec.initContainers,
      spec.containers,
      volumes,
      version,
    );
  }
  checkOneOf(errors, path.child('restartPolicy'), spec.restartPolicy, restartPolicies);
  checkOneOf(errors, path.child('dnsPolicy'), spec.dnsPolicy, dnsPolicies);
  if (spec.nodeSelector !== undefined)
    checkLabels(errors, path.child('nodeSelector'), spec.nodeSelector, version);
  checkPodSecurity(errors, path, spec, version);
  if (spec.affinity !== undefined) checkAffinity(errors, path.child('affinity'), spec.affinity, version);
  checkDnsConfig(
    errors,
    path.child('dnsConfig'),
    spec.dnsConfig as DnsConfig | undefined,
    spec.dnsPolicy,
    version,
  );
  spec.readinessGates?.forEach(({ conditionType }, index) => {
    const at = path.child('readinessGates').index(index).child('conditionType');
    checkName(errors, at, conditionType, qualifiedNameErrors, version);
  });
  if (spec.topologySpreadConstraints !== undefined) {
    checkSpread(errors, path.child('topologySpreadConstraints'), spec.topologySpreadConstraints);
  }
  checkPlacement(errors, path, spec, version);
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePodTemplateSpec */
export const checkPodTemplate = (
  errors: FieldError[],
  path: FieldPath,
  template: PodTemplateSpec,
  version: KubernetesVersion,
): void => {
  const { labels, annotations } = template.metadata ?? {};
  if (labels !== undefined) checkLabels(errors, path.child('labels'), labels, version);
  if (annotations !== undefined) checkAnnotations(errors, path.child('annotations'), annotations, version);
  checkPodSpec(errors, path.child('spec'), template.spec, version);
  if ((template.spec.ephemeralContainers?.length ?? 0) > 0) {
    const why = 'ephemeral containers not allowed in pod template';
    errors.push(forbidden(path.child('spec', 'ephemeralContainers'), why));
  }
};
