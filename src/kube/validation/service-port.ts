/** Ports of services and endpoints. */
import type { EndpointPort, ServicePort } from '../objects/index.ts';
import { dns1123LabelErrors, portNumberErrors, qualifiedNameErrors } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { duplicate, invalid, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { checkName } from './name-check.ts';
import { checkPortNumberOrName } from './numbers.ts';

const protocols = ['SCTP', 'TCP', 'UDP'];

const checkProtocol = (errors: FieldError[], path: FieldPath, protocol = ''): void => {
  if (protocol === '') errors.push(required(path));
  else if (!protocols.includes(protocol)) errors.push(notSupported(path, protocol, protocols));
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateServicePort */
export const checkServicePort = (
  errors: FieldError[],
  path: FieldPath,
  port: ServicePort,
  needsName: boolean,
  names: Set<string>,
  version: KubernetesVersion,
): void => {
  const { name = '', appProtocol } = port;
  if (name !== '') {
    checkName(errors, () => path.child('name'), name, dns1123LabelErrors, version);
    if (names.has(name)) errors.push(duplicate(path.child('name'), name));
    names.add(name);
  } else if (needsName) errors.push(required(path.child('name')));
  for (const text of portNumberErrors(port.port)) errors.push(invalid(path.child('port'), port.port, text));
  checkProtocol(errors, path.child('protocol'), port.protocol);
  checkPortNumberOrName(errors, path.child('targetPort'), port.targetPort);
  if (appProtocol !== undefined)
    checkName(errors, path.child('appProtocol'), appProtocol, qualifiedNameErrors, version);
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateEndpointPort */
export const checkEndpointPort = (
  errors: FieldError[],
  path: FieldPath,
  port: EndpointPort,
  needsName: boolean,
  version: KubernetesVersion,
): void => {
  const { name = '', appProtocol } = port;
  if (name !== '') checkName(errors, () => path.child('name'), name, dns1123LabelErrors, version);
  else if (needsName) errors.push(required(path.child('name')));
  for (const text of portNumberErrors(port.port)) errors.push(invalid(path.child('port'), port.port, text));
  checkProtocol(errors, path.child('protocol'), port.protocol);
  if (appProtocol !== undefined)
    checkName(errors, path.child('appProtocol'), appProtocol, qualifiedNameErrors, version);
};
