/** Checks of IP addresses and CIDR blocks. */
import { ipFamily } from '../ip-address.ts';
import { ipErrors } from '../names.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { invalid } from './field-error.ts';
import type { FieldPath } from './field-path.ts';

/** "10.0.0.0/24" with a mask that fits its family. @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateCIDR */
export const isCidr = (text: string): boolean => {
  const [, address = '', length = ''] = /^([^/]+)\/(\d+)$/.exec(text) ?? [];
  const family = ipFamily(address);
  return family !== undefined && Number(length) <= (family === 'IPv4' ? 32 : 128);
};

/** Answers whether it is an address at all. */
export const checkIp = (
  errors: FieldError[],
  path: FieldPath,
  address: string,
  version: KubernetesVersion,
): boolean => {
  const texts = ipErrors(address, version);
  for (const text of texts) errors.push(invalid(path, address, text));
  return texts.length === 0;
};

/** Addresses that mean something special reach no pod. @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateNonSpecialIP */
export const checkNonSpecialIp = (
  errors: FieldError[],
  path: FieldPath,
  address: string,
  version: KubernetesVersion,
): void => {
  if (ipFamily(address) === undefined) {
    errors.push(invalid(path, address, 'must be a valid IP address'));
    return;
  }
  const newer = isAtLeast(version, 21);
  if (address === '0.0.0.0' || address === '::') {
    errors.push(invalid(path, address, `may not be unspecified (${newer ? address : '0.0.0.0'})`));
  }
  if (address.startsWith('127.') || address === '::1') {
    const ranges = newer ? '127.0.0.0/8, ::1/128' : '127.0.0.0/8';
    errors.push(invalid(path, address, `may not be in the loopback range (${ranges})`));
  }
  if (address.startsWith('169.254.') || /^fe[89ab]/i.test(address)) {
    const ranges = newer ? '169.254.0.0/16, fe80::/10' : '169.254.0.0/16';
    errors.push(invalid(path, address, `may not be in the link-local range (${ranges})`));
  }
  if (address.startsWith('224.0.0.') || /^ff02:/i.test(address)) {
    const ranges = newer ? '224.0.0.0/24, ff02::/10' : '224.0.0.0/24';
    errors.push(invalid(path, address, `may not be in the link-local multicast range (${ranges})`));
  }
};
