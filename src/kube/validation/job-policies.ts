/** What a Job says of failures and success beyond mere counts. */
import type { PodTemplateSpec } from '../objects/index.ts';
import { qualifiedNameErrors } from '../names.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { duplicate, GoSyntax, invalid, notSupported, required, tooMany } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { checkName } from './name-check.ts';
import { checkNonnegative } from './numbers.ts';

interface ExitCodes {
  containerName?: string;
  operator?: string;
  values?: number[];
}
interface FailureRule {
  action?: string;
  onExitCodes?: ExitCodes | null;
  onPodConditions?: { type: string; status?: string }[] | null;
}
interface SuccessRule {
  succeededIndexes?: string;
  succeededCount?: number;
}

export interface JobPolicies {
  completionMode?: string;
  completions?: number;
  podFailurePolicy?: { rules?: FailureRule[] };
  successPolicy?: { rules?: SuccessRule[] };
  podReplacementPolicy?: string;
  backoffLimitPerIndex?: number;
  maxFailedIndexes?: number;
  template: PodTemplateSpec;
}

const mostRules = 20;
const mostExitCodes = 255;
const mostFailedIndexes = 100_000;
const operators = ['In', 'NotIn'];
const statuses = ['False', 'True', 'Unknown'];
const omitted = new GoSyntax('');

const actionsIn = (version: KubernetesVersion): string[] =>
  isAtLeast(version, 29) ? ['Count', 'FailIndex', 'FailJob', 'Ignore'] : ['Count', 'FailJob', 'Ignore'];

const goList = (texts: readonly string[]): string => `[${texts.map((text) => `"${text}"`).join(' ')}]`;

/** One of these, and not nothing. */
const checkChoice = (
  errors: FieldError[],
  path: FieldPath,
  value: string | undefined,
  choices: string[],
): void => {
  if ((value ?? '') === '') errors.push(required(path, `valid values: ${goList(choices)}`));
  else if (!choices.includes(value!)) errors.push(notSupported(path, value!, choices));
};

/** @source k8s 1.26 pkg/apis/batch/validation/validation.go validatePodFailurePolicyRuleOnExitCodes */
const checkExitCodes = (
  errors: FieldError[],
  path: FieldPath,
  { operator, containerName, values = [] }: ExitCodes,
  containers: readonly string[],
): void => {
  checkChoice(errors, path.child('operator'), operator, operators);
  if (containerName !== undefined && !containers.includes(containerName)) {
    const why = 'must be one of the container or initContainer names in the pod template';
    errors.push(invalid(path.child('containerName'), containerName, why));
  }
  const at = path.child('values');
  const printed = new GoSyntax(`[]int32{${values.map((value) => value).join(', ')}}`);
  if (values.length === 0)
    errors.push(invalid(at, new GoSyntax('[]int32(nil)'), 'at least one value is required'));
  else if (values.length > mostExitCodes) errors.push(tooMany(at, values.length, mostExitCodes));
  for (const [index, value] of values.entries()) {
    if (operator === 'In' && value === 0)
      errors.push(invalid(at.index(index), value, 'must not be 0 for the In operator'));
    if (values.indexOf(value) < index) errors.push(duplicate(at.index(index), value));
  }
  if (values.some((value, index) => index > 0 && values[index - 1]! > value))
    errors.push(invalid(at, printed, 'must be ordered'));
};

/** @source k8s 1.26 pkg/apis/batch/validation/validation.go validatePodFailurePolicyRule */
const checkFailureRule = (
  errors: FieldError[],
  path: FieldPath,
  { action, onExitCodes, onPodConditions: conditions }: FailureRule,
  spec: JobPolicies,
  version: KubernetesVersion,
): void => {
  if (action === 'FailIndex' && isAtLeast(version, 29)) {
    if (spec.backoffLimitPerIndex === undefined)
      errors.push(invalid(path.child('action'), action, 'requires the backoffLimitPerIndex to be set'));
  } else checkChoice(errors, path.child('action'), action, actionsIn(version));
  const { containers, initContainers = [] } = spec.template.spec;
  const names = [...containers, ...initContainers].map(({ name }) => name);
  const hasExitCodes = onExitCodes !== undefined && onExitCodes !== null;
  if (hasExitCodes) checkExitCodes(errors, path.child('onExitCodes'), onExitCodes, names);
  const onPodConditions = conditions ?? [];
  const at = path.child('onPodConditions');
  if (onPodConditions.length > mostRules) errors.push(tooMany(at, onPodConditions.length, mostRules));
  for (const [index, { type, status }] of onPodConditions.entries()) {
    checkName(errors, at.index(index).child('type'), type, qualifiedNameErrors, version);
    checkChoice(errors, at.index(index).child('status'), status, statuses);
  }
  if (hasExitCodes && onPodConditions.length > 0)
    errors.push(invalid(path, omitted, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  if (!hasExitCodes && onPodConditions.length === 0)
    errors.push(invalid(path, omitted, 'specifying one of OnExitCodes and OnPodConditions is required'));
};

/** @source k8s 1.31 pkg/apis/batch/validation/validation.go validateSuccessPolicy */
const checkSuccessPolicy = (errors: FieldError[], path: FieldPath, spec: JobPolicies): void => {
  const rules = spec.successPolicy?.rules ?? [];
  const { completions = 0 } = spec;
  if (rules.length === 0) {
    const why = 'at least one rules must be specified when the successPolicy is specified';
    errors.push(required(path, why));
  }
  if (rules.length > mostRules) errors.push(tooMany(path, rules.length, mostRules));
  for (const [index, { succeededCount, succeededIndexes }] of rules.entries()) {
    const at = path.index(index);
    if (succeededCount === undefined && succeededIndexes === undefined)
      errors.push(required(at, 'at least one of succeededCount or succeededIndexes must be specified'));
    if (succeededCount === undefined) continue;
    checkNonnegative(errors, at.child('succeededCount'), succeededCount);
    if (succeededCount > completions) {
      const why = `must be less than or equal to ${completions} (the number of specified completions)`;
      errors.push(invalid(at.child('succeededCount'), succeededCount, why));
    }
  }
};

/** @source k8s 1.29 pkg/apis/batch/validation/validation.go validateJobSpec */
const checkIndexLimits = (errors: FieldError[], path: FieldPath, spec: JobPolicies): void => {
  const { completionMode, completions, backoffLimitPerIndex, maxFailedIndexes } = spec;
  checkNonnegative(errors, path.child('backoffLimitPerIndex'), backoffLimitPerIndex);
  checkNonnegative(errors, path.child('maxFailedIndexes'), maxFailedIndexes);
  if (backoffLimitPerIndex === undefined && maxFailedIndexes !== undefined)
    errors.push(required(path.child('backoffLimitPerIndex'), 'when maxFailedIndexes is specified'));
  if (completionMode === 'Indexed') {
    const at = path.child('maxFailedIndexes');
    if (maxFailedIndexes === undefined) return;
    if (completions !== undefined && maxFailedIndexes > completions)
      errors.push(invalid(at, maxFailedIndexes, 'must be less than or equal to completions'));
    if (maxFailedIndexes > mostFailedIndexes)
      errors.push(invalid(at, maxFailedIndexes, `must be less than or equal to ${mostFailedIndexes}`));
    return;
  }
  const why = 'requires indexed completion mode';
  if (backoffLimitPerIndex !== undefined)
    errors.push(invalid(path.child('backoffLimitPerIndex'), backoffLimitPerIndex, why));
  if (maxFailedIndexes !== undefined)
    errors.push(invalid(path.child('maxFailedIndexes'), maxFailedIndexes, why));
};

/**
 * What the API server of a version does not know it has dropped before.
 * @source k8s 1.26, 1.29, 1.31 pkg/apis/batch/validation/validation.go validateJobSpec
 * @deviates how indexes are written is not checked, nor are the limits for more than 100000 completions
 */
export const checkJobPolicies = (
  errors: FieldError[],
  path: FieldPath,
  spec: JobPolicies,
  version: KubernetesVersion,
): void => {
  checkIndexLimits(errors, path, spec);
  const { podFailurePolicy, podReplacementPolicy, successPolicy, completionMode } = spec;
  if (podFailurePolicy !== undefined) {
    const { rules = [] } = podFailurePolicy;
    const at = path.child('podFailurePolicy', 'rules');
    if (rules.length > mostRules) errors.push(tooMany(at, rules.length, mostRules));
    for (const [index, rule] of rules.entries())
      checkFailureRule(errors, at.index(index), rule, spec, version);
  }
  if (successPolicy !== undefined) {
    const at = path.child('successPolicy');
    if (completionMode === 'Indexed') checkSuccessPolicy(errors, at.child('rules'), spec);
    else errors.push(invalid(at, new GoSyntax('batch.SuccessPolicy{…}'), 'requires indexed completion mode'));
  }
  if (podReplacementPolicy === undefined) return;
  const choices = podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
  if (!choices.includes(podReplacementPolicy))
    errors.push(notSupported(path.child('podReplacementPolicy'), podReplacementPolicy, choices));
};
