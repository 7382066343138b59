/** Checks of numbers, ports and number-or-percent fields that many kinds share. */
import { percentErrors, portNameErrors, portNumberErrors } from '../names.ts';
import { isPercent } from '../int-or-percent.ts';
import type { IntOrString } from '../objects/index.ts';
import type { FieldError } from './field-error.ts';
import { invalid } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { intOrString } from './go-syntax.ts';

/** @source k8s 1.20 apimachinery/pkg/api/validation/generic.go IsNegativeErrorMsg */
export const isNegativeMessage = 'must be greater than or equal to 0';
/** @source k8s 1.20 pkg/apis/core/validation/validation.go isNotPositiveErrorMsg */
export const isNotPositiveMessage = 'must be greater than zero';

/** Zero or more; absent counts as zero. @source k8s 1.20 apimachinery/pkg/api/validation/generic.go ValidateNonnegativeField */
export const checkNonnegative = (errors: FieldError[], path: FieldPath, value: number | undefined): void => {
  if (value !== undefined && value < 0) errors.push(invalid(path, value, isNegativeMessage));
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePortNumOrName */
export const checkPortNumberOrName = (
  errors: FieldError[],
  path: FieldPath,
  port: IntOrString | undefined,
): void => {
  if (typeof port === 'string')
    for (const text of portNameErrors(port)) errors.push(invalid(path, port, text));
  else for (const text of portNumberErrors(port ?? 0)) errors.push(invalid(path, port ?? 0, text));
};

/** @source k8s 1.20 pkg/apis/apps/validation/validation.go ValidatePositiveIntOrPercent */
export const checkPositiveIntOrPercent = (
  errors: FieldError[],
  path: FieldPath,
  value: IntOrString | undefined,
): void => {
  if (typeof value === 'string') {
    for (const text of percentErrors(value)) errors.push(invalid(path, intOrString(value), text));
  } else checkNonnegative(errors, path, value);
};

/** @source k8s 1.20 pkg/apis/apps/validation/validation.go IsNotMoreThan100Percent */
export const checkAtMost100Percent = (
  errors: FieldError[],
  path: FieldPath,
  value: IntOrString | undefined,
): void => {
  if (value === undefined || !isPercent(value) || Number(value.slice(0, -1)) <= 100) return;
  errors.push(invalid(path, intOrString(value), 'must not be greater than 100%'));
};

/** The number, or the number before the percent sign. @source k8s 1.20 pkg/apis/apps/validation/validation.go getIntOrPercentValue */
export const numberOf = (value: IntOrString | undefined): number =>
  value === undefined
    ? 0
    : typeof value === 'number'
      ? value
      : isPercent(value)
        ? Number(value.slice(0, -1))
        : 0;
