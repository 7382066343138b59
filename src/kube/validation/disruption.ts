/** PodDisruptionBudget. */
import type { PodDisruptionBudget } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { GoSyntax, invalid } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { pointerText } from './go-syntax.ts';
import { checkLabelSelector } from './labels.ts';
import { checkAtMost100Percent, checkPositiveIntOrPercent } from './numbers.ts';
import { defineValidator } from './validator.ts';

const specPath = FieldPath.of('spec');

/** @source k8s 1.20 pkg/apis/policy/validation/validation.go ValidatePodDisruptionBudgetSpec */
const checkSpec = (
  errors: FieldError[],
  spec: PodDisruptionBudget['spec'],
  version: KubernetesVersion,
): void => {
  const { minAvailable, maxUnavailable, selector } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const bounds = 'intstr.IntOrString';
    const printed = `policy.PodDisruptionBudgetSpec{MinAvailable:${pointerText(bounds, minAvailable)}, Selector:${pointerText('v1.LabelSelector', selector)}, MaxUnavailable:${pointerText(bounds, maxUnavailable)}}`;
    errors.push(
      invalid(specPath, new GoSyntax(printed), 'minAvailable and maxUnavailable cannot be both set'),
    );
  }
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    if (spec[field] === undefined) continue;
    checkPositiveIntOrPercent(errors, specPath.child(field), spec[field]);
    checkAtMost100Percent(errors, specPath.child(field), spec[field]);
  }
  checkLabelSelector(errors, specPath.child('selector'), selector, version);
};

export const disruptionBudget = defineValidator<PodDisruptionBudget>({
  kinds: ['PodDisruptionBudget.policy'],
  create: (errors, object, version) => {
    checkSpec(errors, object.spec, version);
  },
  update: (errors, object, _old, version) => {
    checkSpec(errors, object.spec, version);
  },
});
