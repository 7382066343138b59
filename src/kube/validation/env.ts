/** Checks of a container's environment. */
import type { EnvFromSource, EnvVar } from '../objects/index.ts';
import { envVarNameErrors } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import { checkFieldReference, checkKeyReference, checkResourceReference, envFields } from './downward.ts';
import type { FieldError } from './field-error.ts';
import { invalid, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { checkName } from './name-check.ts';

const checkSource = (
  errors: FieldError[],
  path: FieldPath,
  { value = '', valueFrom }: EnvVar,
  version: KubernetesVersion,
): void => {
  if (valueFrom === undefined) return;
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  let count = 0;
  if (fieldRef !== undefined && ++count > 0)
    checkFieldReference(errors, path.child('fieldRef'), fieldRef, envFields, version);
  if (resourceFieldRef !== undefined && ++count > 0) {
    checkResourceReference(errors, path.child('resourceFieldRef'), resourceFieldRef, false);
  }
  if (configMapKeyRef !== undefined && ++count > 0) {
    checkKeyReference(errors, path.child('configMapKeyRef'), configMapKeyRef, version);
  }
  if (secretKeyRef !== undefined && ++count > 0)
    checkKeyReference(errors, path.child('secretKeyRef'), secretKeyRef, version);
  if (count === 0) {
    const why = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
    errors.push(invalid(path, '', why));
  } else if (value !== '') errors.push(invalid(path, '', 'may not be specified when `value` is not empty'));
  else if (count > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateEnv */
export const checkEnv = (
  errors: FieldError[],
  path: FieldPath,
  variables: readonly EnvVar[],
  version: KubernetesVersion,
): void => {
  variables.forEach((variable, index) => {
    if (variable.name === '') errors.push(required(path.index(index).child('name')));
    else checkName(errors, () => path.index(index).child('name'), variable.name, envVarNameErrors, version);
    if (variable.valueFrom !== undefined)
      checkSource(errors, path.index(index).child('valueFrom'), variable, version);
  });
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateEnvFrom */
export const checkEnvFrom = (
  errors: FieldError[],
  path: FieldPath,
  sources: readonly EnvFromSource[],
  version: KubernetesVersion,
): void => {
  sources.forEach(({ prefix = '', configMapRef, secretRef }, index) => {
    const at = path.index(index);
    if (prefix !== '') checkName(errors, at.child('prefix'), prefix, envVarNameErrors, version);
    if (configMapRef !== undefined && (configMapRef.name ?? '') === '')
      errors.push(required(at.child('configMapRef', 'name')));
    if (secretRef !== undefined && (secretRef.name ?? '') === '')
      errors.push(required(at.child('secretRef', 'name')));
    if (configMapRef === undefined && secretRef === undefined) {
      errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    } else if (configMapRef !== undefined && secretRef !== undefined) {
      errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
    }
  });
};
