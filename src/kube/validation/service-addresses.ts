/** A service's cluster IPs and IP families: what they may be and what may change. */
import type { Service } from '../objects/index.ts';
import { ipFamily } from '../ip-address.ts';
import type { KubernetesVersion } from '../version.ts';
import { checkIp } from './addresses.ts';
import type { FieldError } from './field-error.ts';
import { duplicate, invalid, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { stringList } from './go-syntax.ts';

type Spec = Service['spec'];

const families = ['IPv4', 'IPv6'];
const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

const checkFamilies = (
  errors: FieldError[],
  path: FieldPath,
  { ipFamilies = [], ipFamilyPolicy }: Spec,
): void => {
  ipFamilies.forEach((family, index) => {
    const at = path.child('ipFamilies').index(index);
    if (!families.includes(family)) errors.push(notSupported(at, family, families));
    else if (ipFamilies.indexOf(family) < index) errors.push(duplicate(at, family));
  });
  if (ipFamilyPolicy !== undefined && !policies.includes(ipFamilyPolicy)) {
    errors.push(notSupported(path.child('ipFamilyPolicy'), ipFamilyPolicy, policies));
  }
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateServiceClusterIPsRelatedFields */
export const checkClusterIps = (
  errors: FieldError[],
  path: FieldPath,
  spec: Spec,
  version: KubernetesVersion,
): void => {
  if (spec.type === 'ExternalName') return;
  const { clusterIP = '', clusterIPs = [], ipFamilies = [] } = spec;
  const at = path.child('clusterIPs');
  if (clusterIP !== '' && clusterIPs.length === 0) errors.push(required(at));
  else if (clusterIPs.length > 0 && clusterIPs[0] !== clusterIP) {
    errors.push(invalid(at, stringList(clusterIPs), 'element [0] must match clusterIP'));
  }
  checkFamilies(errors, path, spec);
  let isValid = true;
  clusterIPs.forEach((ip, index) => {
    if (index > 0 || ip !== 'None') {
      isValid = checkIp(errors, at.index(index), ip, version) && isValid;
    } else if (clusterIPs.length > 1) {
      isValid = false;
      errors.push(invalid(at, stringList(clusterIPs), "'None' must be the first and only value"));
    }
  });
  if (clusterIPs.length > 2) errors.push(invalid(at, stringList(clusterIPs), 'may only hold up to 2 values'));
  if (!isValid) return;
  if (clusterIPs.length === 2 && ipFamily(clusterIPs[0]!) === ipFamily(clusterIPs[1]!)) {
    const why = 'may specify no more than one IP for each IP family';
    errors.push(invalid(at, stringList(clusterIPs), why));
  }
  clusterIPs.forEach((ip, index) => {
    const family = ipFamilies[index];
    if (ip === 'None' || family === undefined || family === ipFamily(ip)) return;
    const why = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``;
    errors.push(invalid(at.index(index), ip, why));
  });
};

/** The primary address stays. @source k8s 1.20 pkg/apis/core/validation/validation.go validateUpgradeDowngradeClusterIPs */
export const checkClusterIpsUpdate = (errors: FieldError[], path: FieldPath, spec: Spec, old: Spec): void => {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return;
  const { clusterIPs: next = [] } = spec;
  const { clusterIPs: before = [] } = old;
  const at = path.child('clusterIPs');
  const why = 'may not change once set';
  if (next.length === before.length) {
    before.forEach((ip, index) => {
      if (ip !== next[index]) errors.push(invalid(at.index(index), stringList(next), why));
    });
  } else if (next.length < before.length) {
    if (next.length === 0) {
      errors.push(invalid(at.index(0), stringList(spec.clusterIPs), 'primary clusterIP can not be unset'));
    } else {
      if (next[0] !== before[0]) errors.push(invalid(at.index(0), stringList(next), why));
      if (spec.ipFamilyPolicy !== 'SingleStack') {
        const message =
          "`ipFamilyPolicy` must be set to 'SingleStack' when releasing the secondary clusterIP";
        errors.push(invalid(path.child('ipFamilyPolicy'), spec.ipFamilyPolicy, message));
      }
    }
  } else if (before.length > 0 && next[0] !== before[0])
    errors.push(invalid(at.index(0), stringList(next), why));
};
