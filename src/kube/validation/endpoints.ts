/** Endpoints. */
import type { EndpointAddress, Endpoints } from '../objects/index.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import { checkIp, checkNonSpecialIp } from './addresses.ts';
import type { FieldError } from './field-error.ts';
import { required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { checkName } from './name-check.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { checkEndpointPort } from './service-port.ts';
import { defineValidator } from './validator.ts';

const checkAddress = (
  errors: FieldError[],
  path: FieldPath,
  { ip, hostname = '', nodeName }: EndpointAddress,
  version: KubernetesVersion,
): void => {
  const at = path.child('ip');
  checkIp(errors, at, ip, version);
  if (hostname !== '') checkName(errors, path.child('hostname'), hostname, dns1123LabelErrors, version);
  if (nodeName !== undefined)
    checkName(errors, () => path.child('nodeName'), nodeName, dns1123SubdomainErrors, version);
  checkNonSpecialIp(errors, at, ip, version);
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateEndpointSubsets */
const checkEndpoints = (
  errors: FieldError[],
  { metadata, subsets }: Endpoints,
  version: KubernetesVersion,
): void => {
  checkObjectMeta(errors, metadata, { namespaced: true }, version);
  subsets?.forEach(({ addresses = [], notReadyAddresses = [], ports = [] }, index) => {
    const path = FieldPath.of('subsets').index(index);
    const why = 'must specify `addresses` or `notReadyAddresses`';
    if (addresses.length === 0 && notReadyAddresses.length === 0) errors.push(required(path, why));
    addresses.forEach((address, position) => {
      checkAddress(errors, path.child('addresses').index(position), address, version);
    });
    notReadyAddresses.forEach((address, position) => {
      checkAddress(errors, path.child('notReadyAddresses').index(position), address, version);
    });
    ports.forEach((port, position) => {
      checkEndpointPort(errors, path.child('ports').index(position), port, ports.length > 1, version);
    });
  });
};

export const endpoints = defineValidator<Endpoints>({
  kinds: ['Endpoints'],
  create: checkEndpoints,
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkEndpoints(errors, object, version);
  },
});
