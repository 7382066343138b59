/** StatefulSet and DaemonSet. */
import type { DaemonSet, PodTemplateSpec, StatefulSet } from '../objects/index.ts';
import { deepEqual } from '../json-value.ts';
import { goQuote } from '../go-format.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, GoSyntax, invalid, notSupported, required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { intOrString, labelSelector, pointerText, stringMap } from './go-syntax.ts';
import { checkLabels, checkLabelSelector } from './labels.ts';
import { checkAtMost100Percent, checkNonnegative, checkPositiveIntOrPercent, numberOf } from './numbers.ts';
import { checkAnnotations, checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { checkPodTemplate } from './pod-spec.ts';
import {
  checkOwnSelector,
  checkRestartsAlways,
  checkTemplateLabels,
  matcherOf,
  mismatchMessage,
} from './template-owner.ts';
import { defineValidator } from './validator.ts';
import { checkSameSelector } from './workloads.ts';

const metaRules = { namespaced: true };
const specPath = FieldPath.of('spec');

/** The pods' own specs are not judged here: the claims that they mount come later. */
const checkSetTemplate = (
  errors: FieldError[],
  path: FieldPath,
  template: PodTemplateSpec,
  version: KubernetesVersion,
): void => {
  const { labels, annotations } = template.metadata ?? {};
  checkLabels(errors, path.child('labels'), labels, version);
  checkAnnotations(errors, path.child('annotations'), annotations, version);
};

const checkSetStrategy = (
  errors: FieldError[],
  path: FieldPath,
  strategy: NonNullable<StatefulSet['spec']['updateStrategy']>,
): void => {
  const { type = '', rollingUpdate } = strategy;
  const pointer = pointerText('apps.RollingUpdateStatefulSetStrategy', rollingUpdate);
  if (type === '') errors.push(required(path));
  else if (type === 'OnDelete') {
    const printed = `apps.RollingUpdateStatefulSetStrategy{Partition:${rollingUpdate?.partition ?? 0}}`;
    const why = "only allowed for updateStrategy 'RollingUpdate'";
    if (rollingUpdate !== undefined)
      errors.push(invalid(path.child('rollingUpdate'), new GoSyntax(printed), why));
  } else if (type === 'RollingUpdate') {
    checkNonnegative(errors, path.child('rollingUpdate', 'partition'), rollingUpdate?.partition);
  } else {
    const printed = `apps.StatefulSetUpdateStrategy{Type:${goQuote(type)}, RollingUpdate:${pointer}}`;
    errors.push(invalid(path, new GoSyntax(printed), "must be 'RollingUpdate' or 'OnDelete'"));
  }
};

/** @source k8s 1.20 pkg/apis/apps/validation/validation.go ValidateStatefulSetSpec */
const checkStatefulSetSpec = (
  errors: FieldError[],
  spec: StatefulSet['spec'],
  version: KubernetesVersion,
): void => {
  const { podManagementPolicy = '' } = spec;
  const at = specPath.child('podManagementPolicy');
  if (podManagementPolicy === '') errors.push(required(at));
  else if (podManagementPolicy !== 'OrderedReady' && podManagementPolicy !== 'Parallel') {
    errors.push(invalid(at, podManagementPolicy, "must be 'OrderedReady' or 'Parallel'"));
  }
  checkSetStrategy(errors, specPath.child('updateStrategy'), spec.updateStrategy ?? {});
  checkNonnegative(errors, specPath.child('replicas'), spec.replicas);
  checkOwnSelector(errors, specPath.child('selector'), spec.selector, 'statefulset', version);
  const matcher = matcherOf(spec.selector);
  const template = specPath.child('template');
  if (matcher === undefined)
    errors.push(invalid(specPath.child('selector'), labelSelector(spec.selector), ''));
  else {
    checkTemplateLabels(errors, template, spec.template, matcher);
    checkSetTemplate(errors, template, spec.template, version);
  }
  checkRestartsAlways(errors, template, spec.template, 'StatefulSet');
};

const changeable = (version: KubernetesVersion): { fields: string[]; words: string } => {
  if (isAtLeast(version, 33)) {
    return {
      fields: [
        'replicas',
        'ordinals',
        'template',
        'updateStrategy',
        'revisionHistoryLimit',
        'persistentVolumeClaimRetentionPolicy',
        'minReadySeconds',
      ],
      words:
        "'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds'",
    };
  }
  if (isAtLeast(version, 26)) {
    return {
      fields: [
        'replicas',
        'ordinals',
        'template',
        'updateStrategy',
        'persistentVolumeClaimRetentionPolicy',
        'minReadySeconds',
      ],
      words:
        "'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds'",
    };
  }
  if (isAtLeast(version, 23)) {
    return {
      fields: [
        'replicas',
        'template',
        'updateStrategy',
        'persistentVolumeClaimRetentionPolicy',
        'minReadySeconds',
      ],
      words:
        "'replicas', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds'",
    };
  }
  if (isAtLeast(version, 22)) {
    return {
      fields: ['replicas', 'template', 'updateStrategy', 'minReadySeconds'],
      words: "'replicas', 'template', 'updateStrategy' and 'minReadySeconds'",
    };
  }
  return {
    fields: ['replicas', 'template', 'updateStrategy'],
    words: "'replicas', 'template', and 'updateStrategy'",
  };
};

const without = (object: object, fields: readonly string[]): object =>
  Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));

const withoutClaimStatus = (spec: StatefulSet['spec']): object => ({
  ...spec,
  volumeClaimTemplates: spec.volumeClaimTemplates?.map((claim) => without(claim, ['apiVersion', 'kind'])),
});

export const statefulSet = defineValidator<StatefulSet>({
  kinds: ['StatefulSet.apps'],
  create: (errors, object, version) => {
    checkObjectMeta(errors, object.metadata, metaRules, version);
    checkStatefulSetSpec(errors, object.spec, version);
  },
  /** @source k8s 1.20 pkg/apis/apps/validation/validation.go ValidateStatefulSetUpdate */
  update: (errors, object, old, version) => {
    checkObjectMeta(errors, object.metadata, metaRules, version);
    checkStatefulSetSpec(errors, object.spec, version);
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    const { fields, words } = changeable(version);
    const isSame = deepEqual(
      without(withoutClaimStatus(object.spec), fields),
      without(withoutClaimStatus(old.spec), fields),
    );
    const why = `updates to statefulset spec for fields other than ${words} are forbidden`;
    if (!isSame) errors.push(forbidden(specPath, why));
    checkNonnegative(errors, specPath.child('replicas'), object.spec.replicas);
  },
});

/** @source k8s 1.20 pkg/apis/apps/validation/validation.go ValidateRollingUpdateDaemonSet */
const checkDaemonRollingUpdate = (
  errors: FieldError[],
  path: FieldPath,
  { maxUnavailable, maxSurge }: { maxUnavailable?: number | string; maxSurge?: number | string },
  version: KubernetesVersion,
): void => {
  const hasSurge = isAtLeast(version, 21);
  checkPositiveIntOrPercent(errors, path.child('maxUnavailable'), maxUnavailable);
  if (!hasSurge) {
    const why = 'cannot be 0';
    if (numberOf(maxUnavailable) === 0)
      errors.push(invalid(path.child('maxUnavailable'), intOrString(maxUnavailable), why));
    checkAtMost100Percent(errors, path.child('maxUnavailable'), maxUnavailable);
    return;
  }
  checkPositiveIntOrPercent(errors, path.child('maxSurge'), maxSurge);
  checkAtMost100Percent(errors, path.child('maxUnavailable'), maxUnavailable);
  checkAtMost100Percent(errors, path.child('maxSurge'), maxSurge);
  const [unavailable, surge] = [numberOf(maxUnavailable) !== 0, numberOf(maxSurge) !== 0];
  if (unavailable && surge) {
    const why = 'may not be set when maxUnavailable is non-zero';
    errors.push(invalid(path.child('maxSurge'), intOrString(maxSurge), why));
  } else if (!unavailable && !surge) {
    errors.push(required(path.child('maxUnavailable'), 'cannot be 0 when maxSurge is 0'));
  }
};

/** @source k8s 1.20 pkg/apis/apps/validation/validation.go ValidateDaemonSetSpec */
const checkDaemonSetSpec = (
  errors: FieldError[],
  spec: DaemonSet['spec'],
  version: KubernetesVersion,
): void => {
  checkLabelSelector(errors, specPath.child('selector'), spec.selector, version);
  const matcher = matcherOf(spec.selector);
  const template = specPath.child('template');
  const labels = spec.template.metadata?.labels;
  if (matcher !== undefined && !matcher.matches(labels)) {
    errors.push(invalid(template.child('metadata', 'labels'), stringMap(labels), mismatchMessage));
  }
  const { matchLabels = {}, matchExpressions = [] } =
    (spec.selector as Partial<DaemonSet['spec']['selector']>) ?? {};
  if (spec.selector !== undefined && Object.keys(matchLabels).length + matchExpressions.length === 0) {
    errors.push(
      invalid(
        specPath.child('selector'),
        labelSelector(spec.selector),
        'empty selector is invalid for daemonset',
      ),
    );
  }
  checkPodTemplate(errors, template, spec.template, version);
  checkRestartsAlways(errors, template, spec.template, 'DaemonSet');
  checkNonnegative(errors, specPath.child('minReadySeconds'), spec.minReadySeconds);
  const at = specPath.child('updateStrategy');
  const { type = '', rollingUpdate } = spec.updateStrategy ?? {};
  if (type === 'RollingUpdate') {
    if (rollingUpdate === undefined) errors.push(required(at.child('rollingUpdate')));
    else checkDaemonRollingUpdate(errors, at.child('rollingUpdate'), rollingUpdate, version);
  } else if (type !== 'OnDelete') {
    const printed = `apps.DaemonSetUpdateStrategy{Type:${goQuote(type)}, RollingUpdate:${pointerText('apps.RollingUpdateDaemonSet', rollingUpdate)}}`;
    errors.push(notSupported(at, new GoSyntax(printed), ['RollingUpdate', 'OnDelete']));
  }
  checkNonnegative(errors, specPath.child('revisionHistoryLimit'), spec.revisionHistoryLimit);
};

export const daemonSet = defineValidator<DaemonSet>({
  kinds: ['DaemonSet.apps', 'DaemonSet.extensions'],
  create: (errors, object, version) => {
    checkObjectMeta(errors, object.metadata, metaRules, version);
    checkDaemonSetSpec(errors, object.spec, version);
  },
  update: (errors, object, old, version) => {
    checkObjectMeta(errors, object.metadata, metaRules, version);
    checkDaemonSetSpec(errors, object.spec, version);
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkDaemonSetSpec(errors, object.spec, version);
    checkSameSelector(errors, object.apiVersion, object.spec.selector, old.spec.selector, [
      'extensions/v1beta1',
    ]);
  },
});
