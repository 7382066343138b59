/** Checks of what a container may learn about its own pod: fieldRef and resourceFieldRef. */
import { configMapKeyErrors, qualifiedNameErrors } from '../names.ts';
import { canonicalQuantity } from '../defaults/index.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { invalid, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { checkName } from './name-check.ts';

/** @source k8s 1.20 pkg/apis/core/pods/helpers.go ConvertDownwardAPIFieldLabel */
const knownFields = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);

export const envFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.podIP',
  'status.podIPs',
];
export const volumeFields = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

const resourceFields = ['cpu', 'ephemeral-storage', 'memory']
  .flatMap((name) => [`limits.${name}`, `requests.${name}`])
  .sort();

interface FieldReference {
  apiVersion?: string;
  fieldPath: string;
}

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateObjectFieldSelector */
export const checkFieldReference = (
  errors: FieldError[],
  path: FieldPath,
  { apiVersion = '', fieldPath }: FieldReference,
  supported: readonly string[],
  version: KubernetesVersion,
): void => {
  if (apiVersion === '') {
    errors.push(required(path.child('apiVersion')));
    return;
  }
  if (fieldPath === '') {
    errors.push(required(path.child('fieldPath')));
    return;
  }
  const refuse = (why: string): void => {
    errors.push(invalid(path.child('fieldPath'), fieldPath, `error converting fieldPath: ${why}`));
  };
  if (apiVersion !== 'v1') return refuse(`unsupported pod version: ${apiVersion}`);
  const [, field = fieldPath, subscript] = /^(.*)\['(.*)'\]$/.exec(fieldPath) ?? [];
  if (subscript !== undefined) {
    if (field === 'metadata.annotations')
      checkName(errors, path, subscript.toLowerCase(), qualifiedNameErrors, version);
    else if (field === 'metadata.labels') checkName(errors, path, subscript, qualifiedNameErrors, version);
    else if (knownFields.has(field)) errors.push(invalid(path, field, 'does not support subscript'));
    else refuse(`field label not supported: ${fieldPath}`);
    return;
  }
  const internal = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  if (!knownFields.has(internal)) return refuse(`field label not supported: ${fieldPath}`);
  if (!supported.includes(internal)) errors.push(notSupported(path.child('fieldPath'), internal, supported));
};

const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateContainerResourceDivisor */
const checkDivisor = (errors: FieldError[], path: FieldPath, resource: string, divisor: string): void => {
  const text = canonicalQuantity(divisor) as string;
  if (text === '0') return;
  const name = resource.slice(resource.indexOf('.') + 1);
  const supported = name === 'cpu' ? ['1m', '1'] : byteDivisors;
  if (supported.includes(text)) return;
  const listed = name === 'cpu' ? '1m and 1' : byteDivisors.join(', ');
  const words: Record<string, string> = {
    cpu: 'cpu',
    memory: 'memory',
    'ephemeral-storage': 'local ephemeral storage',
  };
  const why = `only divisor's values ${listed} are supported with the ${words[name] ?? name} resource`;
  errors.push(invalid(path.child('divisor'), resource, why));
};

interface ResourceReference {
  containerName?: string;
  resource: string;
  divisor?: string;
}

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateContainerResourceFieldSelector */
export const checkResourceReference = (
  errors: FieldError[],
  path: FieldPath,
  { containerName = '', resource, divisor = '0' }: ResourceReference,
  isVolume: boolean,
): void => {
  if (isVolume && containerName === '') errors.push(required(path.child('containerName')));
  else if (resource === '') errors.push(required(path.child('resource')));
  else if (!resourceFields.includes(resource) && !/^(?:limits|requests)\.hugepages-/.test(resource)) {
    errors.push(notSupported(path.child('resource'), resource, resourceFields));
  }
  checkDivisor(errors, path, resource, divisor);
};

/** A key of a ConfigMap or Secret. @source k8s 1.20 pkg/apis/core/validation/validation.go validateConfigMapKeySelector */
export const checkKeyReference = (
  errors: FieldError[],
  path: FieldPath,
  { name = '', key }: { name?: string; key: string },
  version: KubernetesVersion,
): void => {
  if (name === '') errors.push(required(path.child('name')));
  if (key === '') errors.push(required(path.child('key')));
  else checkName(errors, () => path.child('key'), key, configMapKeyErrors, version);
};
