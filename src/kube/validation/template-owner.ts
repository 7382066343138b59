/** Checks that the kinds with a pod template and a selector share. */
import type { LabelSelector, PodTemplateSpec } from '../objects/index.ts';
import { labelMatcher } from '../label-selector.ts';
import type { LabelMatcher } from '../label-selector.ts';
import { ValueError } from '../value-error.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, invalid, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { labelSelector, stringMap } from './go-syntax.ts';
import { checkLabelSelector } from './labels.ts';
import { checkPodTemplate } from './pod-spec.ts';

/** The matcher of a selector; undefined when it cannot be one. */
export const matcherOf = (selector: LabelSelector | undefined): LabelMatcher | undefined => {
  try {
    return labelMatcher(selector);
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
};

const isEmpty = ({ matchLabels, matchExpressions }: LabelSelector): boolean =>
  Object.keys(matchLabels ?? {}).length + (matchExpressions?.length ?? 0) === 0;

/** A selector that must be there and ask for something. */
export const checkOwnSelector = (
  errors: FieldError[],
  path: FieldPath,
  selector: LabelSelector | undefined,
  owner: string,
  version: KubernetesVersion,
): void => {
  if (selector === undefined) {
    errors.push(required(path));
    return;
  }
  checkLabelSelector(errors, path, selector, version);
  if (isEmpty(selector))
    errors.push(invalid(path, labelSelector(selector), `empty selector is invalid for ${owner}`));
};

export const mismatchMessage = '`selector` does not match template `labels`';

export const checkTemplateLabels = (
  errors: FieldError[],
  path: FieldPath,
  template: PodTemplateSpec,
  matcher: LabelMatcher,
): void => {
  const labels = template.metadata?.labels;
  if (!matcher.isEmpty && !matcher.matches(labels)) {
    errors.push(invalid(path.child('metadata', 'labels'), stringMap(labels), mismatchMessage));
  }
};

/** Pods that are replaced when they end restart always and have no deadline. */
export const checkRestartsAlways = (
  errors: FieldError[],
  path: FieldPath,
  { spec }: PodTemplateSpec,
  owner: string,
): void => {
  if (spec.restartPolicy !== 'Always') {
    errors.push(notSupported(path.child('spec', 'restartPolicy'), spec.restartPolicy ?? '', ['Always']));
  }
  if (spec.activeDeadlineSeconds !== undefined) {
    const why = `activeDeadlineSeconds in ${owner} is not Supported`;
    errors.push(forbidden(path.child('spec', 'activeDeadlineSeconds'), why));
  }
};

/** @source k8s 1.20 pkg/apis/apps/validation/validation.go ValidatePodTemplateSpecForReplicaSet */
export const checkReplicatedTemplate = (
  errors: FieldError[],
  path: FieldPath,
  template: PodTemplateSpec | undefined,
  matcher: LabelMatcher,
  owner: string,
  version: KubernetesVersion,
): void => {
  if (template === undefined) {
    errors.push(required(path));
    return;
  }
  checkTemplateLabels(errors, path, template, matcher);
  checkPodTemplate(errors, path, template, version);
  checkRestartsAlways(errors, path, template, owner);
};
