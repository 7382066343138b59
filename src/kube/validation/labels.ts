/** Checks of labels and of label selectors. */
import type { LabelSelector } from '../objects/index.ts';
import { labelValueErrors, qualifiedNameErrors } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, invalid, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { checkName } from './name-check.ts';

/** @source k8s 1.20 apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateLabels */
export const checkLabels = (
  errors: FieldError[],
  path: FieldPath,
  labels: Readonly<Record<string, string>> | undefined,
  version: KubernetesVersion,
): void => {
  for (const key in labels) {
    checkName(errors, path, key, qualifiedNameErrors, version);
    checkName(errors, path, labels[key]!, labelValueErrors, version);
  }
};

/** @source k8s 1.20 apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateLabelSelector */
export const checkLabelSelector = (
  errors: FieldError[],
  path: FieldPath,
  selector: LabelSelector | undefined,
  version: KubernetesVersion,
): void => {
  if (selector === undefined) return;
  if (selector.matchLabels !== undefined)
    checkLabels(errors, path.child('matchLabels'), selector.matchLabels, version);
  selector.matchExpressions?.forEach(({ key, operator, values }, index) => {
    const at = path.child('matchExpressions').index(index);
    const hasValues = values !== undefined && values.length > 0;
    if (operator === 'In' || operator === 'NotIn') {
      if (!hasValues)
        errors.push(required(at.child('values'), "must be specified when `operator` is 'In' or 'NotIn'"));
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      const why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      if (hasValues) errors.push(forbidden(at.child('values'), why));
    } else errors.push(invalid(at.child('operator'), operator, 'not a valid selector operator'));
    checkName(errors, () => at.child('key'), key, qualifiedNameErrors, version);
  });
};
