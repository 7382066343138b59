/** Deployment, ReplicaSet and ReplicationController. */
import type { Deployment, LabelSelector, ReplicaSet, ReplicationController } from '../objects/index.ts';
import { deepEqual } from '../json-value.ts';
import { goQuote } from '../go-format.ts';
import { matchesLabelSet } from '../label-selector.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, GoSyntax, invalid, notSupported, required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { intOrString, labelSelector, pointerText, stringMap } from './go-syntax.ts';
import { checkAtMost100Percent, checkNonnegative, checkPositiveIntOrPercent, numberOf } from './numbers.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { checkPodTemplate } from './pod-spec.ts';
import {
  checkOwnSelector,
  checkReplicatedTemplate,
  checkRestartsAlways,
  matcherOf,
  mismatchMessage,
} from './template-owner.ts';
import { defineValidator } from './validator.ts';

const metaRules = { namespaced: true };
const specPath = FieldPath.of('spec');

/** @source k8s 1.20 pkg/apis/apps/validation/validation.go ValidateDeploymentStrategy */
const checkStrategy = (
  errors: FieldError[],
  path: FieldPath,
  strategy: NonNullable<Deployment['spec']['strategy']>,
): void => {
  const { type, rollingUpdate } = strategy;
  if (type === 'Recreate') {
    const why = "may not be specified when strategy `type` is 'Recreate'";
    if (rollingUpdate !== undefined) errors.push(forbidden(path.child('rollingUpdate'), why));
  } else if (type === 'RollingUpdate') {
    const at = path.child('rollingUpdate');
    if (rollingUpdate === undefined) {
      errors.push(required(at, 'this should be defaulted and never be nil'));
      return;
    }
    const { maxUnavailable, maxSurge } = rollingUpdate;
    checkPositiveIntOrPercent(errors, at.child('maxUnavailable'), maxUnavailable);
    checkPositiveIntOrPercent(errors, at.child('maxSurge'), maxSurge);
    if (numberOf(maxUnavailable) === 0 && numberOf(maxSurge) === 0) {
      errors.push(
        invalid(at.child('maxUnavailable'), intOrString(maxUnavailable), 'may not be 0 when `maxSurge` is 0'),
      );
    }
    checkAtMost100Percent(errors, at.child('maxUnavailable'), maxUnavailable);
  } else {
    const printed = `apps.DeploymentStrategy{Type:${goQuote(type ?? '')}, RollingUpdate:${pointerText('apps.RollingUpdateDeployment', rollingUpdate)}}`;
    errors.push(notSupported(path, new GoSyntax(printed), ['Recreate', 'RollingUpdate']));
  }
};

/** @source k8s 1.20 pkg/apis/apps/validation/validation.go ValidateDeploymentSpec */
const checkDeploymentSpec = (
  errors: FieldError[],
  spec: Deployment['spec'],
  version: KubernetesVersion,
): void => {
  checkNonnegative(errors, specPath.child('replicas'), spec.replicas);
  checkOwnSelector(errors, specPath.child('selector'), spec.selector, 'deployment', version);
  const matcher = matcherOf(spec.selector);
  if (matcher === undefined) {
    errors.push(invalid(specPath.child('selector'), labelSelector(spec.selector), 'invalid label selector'));
  } else
    checkReplicatedTemplate(
      errors,
      specPath.child('template'),
      spec.template,
      matcher,
      'ReplicaSet',
      version,
    );
  checkStrategy(errors, specPath.child('strategy'), spec.strategy ?? {});
  checkNonnegative(errors, specPath.child('minReadySeconds'), spec.minReadySeconds);
  checkNonnegative(errors, specPath.child('revisionHistoryLimit'), spec.revisionHistoryLimit);
  const deadline = spec.progressDeadlineSeconds;
  if (deadline === undefined) return;
  checkNonnegative(errors, specPath.child('progressDeadlineSeconds'), deadline);
  if (deadline <= (spec.minReadySeconds ?? 0)) {
    errors.push(
      invalid(specPath.child('progressDeadlineSeconds'), deadline, 'must be greater than minReadySeconds'),
    );
  }
};

/** Selectors are immutable but in the oldest versions. @source k8s 1.20 pkg/registry/apps/deployment/strategy.go ValidateUpdate */
export const checkSameSelector = (
  errors: FieldError[],
  apiVersion: string,
  selector: LabelSelector | undefined,
  old: LabelSelector | undefined,
  mutableIn: readonly string[],
): void => {
  if (mutableIn.includes(apiVersion) || deepEqual(selector, old)) return;
  errors.push(invalid(specPath.child('selector'), labelSelector(selector), 'field is immutable'));
};

export const deployment = defineValidator<Deployment>({
  kinds: ['Deployment.apps', 'Deployment.extensions'],
  create: (errors, object, version) => {
    checkObjectMeta(errors, object.metadata, metaRules, version);
    checkDeploymentSpec(errors, object.spec, version);
  },
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkDeploymentSpec(errors, object.spec, version);
    const mutableIn = ['apps/v1beta1', 'extensions/v1beta1'];
    checkSameSelector(errors, object.apiVersion, object.spec.selector, old.spec.selector, mutableIn);
  },
});

/** @source k8s 1.20 pkg/apis/apps/validation/validation.go ValidateReplicaSetSpec */
const checkReplicaSetSpec = (
  errors: FieldError[],
  spec: ReplicaSet['spec'],
  version: KubernetesVersion,
): void => {
  checkNonnegative(errors, specPath.child('replicas'), spec.replicas);
  checkNonnegative(errors, specPath.child('minReadySeconds'), spec.minReadySeconds);
  checkOwnSelector(errors, specPath.child('selector'), spec.selector, 'deployment', version);
  const matcher = matcherOf(spec.selector);
  if (matcher === undefined) {
    errors.push(invalid(specPath.child('selector'), labelSelector(spec.selector), 'invalid label selector'));
  } else
    checkReplicatedTemplate(
      errors,
      specPath.child('template'),
      spec.template,
      matcher,
      'ReplicaSet',
      version,
    );
};

export const replicaSet = defineValidator<ReplicaSet>({
  kinds: ['ReplicaSet.apps', 'ReplicaSet.extensions'],
  create: (errors, object, version) => {
    checkObjectMeta(errors, object.metadata, metaRules, version);
    checkReplicaSetSpec(errors, object.spec, version);
  },
  update: (errors, object, old, version) => {
    checkObjectMeta(errors, object.metadata, metaRules, version);
    checkReplicaSetSpec(errors, object.spec, version);
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    if (object.spec !== old.spec) checkReplicaSetSpec(errors, object.spec, version);
    checkSameSelector(errors, object.apiVersion, object.spec.selector, old.spec.selector, [
      'extensions/v1beta1',
    ]);
  },
});

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateReplicationControllerSpec */
const checkControllerSpec = (
  errors: FieldError[],
  spec: ReplicationController['spec'],
  version: KubernetesVersion,
): void => {
  checkNonnegative(errors, specPath.child('minReadySeconds'), spec.minReadySeconds);
  if (Object.keys(spec.selector ?? {}).length === 0) errors.push(required(specPath.child('selector')));
  checkNonnegative(errors, specPath.child('replicas'), spec.replicas);
  const at = specPath.child('template');
  const { template } = spec;
  if (template === undefined) {
    errors.push(required(at));
    return;
  }
  const labels = template.metadata?.labels;
  if (!matchesLabelSet(spec.selector, labels)) {
    errors.push(invalid(at.child('metadata', 'labels'), stringMap(labels), mismatchMessage));
  }
  checkPodTemplate(errors, at, template, version);
  checkRestartsAlways(errors, at, template, 'ReplicationController');
};

export const replicationController = defineValidator<ReplicationController>({
  kinds: ['ReplicationController'],
  create: (errors, object, version) => {
    checkObjectMeta(errors, object.metadata, metaRules, version);
    checkControllerSpec(errors, object.spec, version);
  },
  update: (errors, object, old, version) => {
    checkObjectMeta(errors, object.metadata, metaRules, version);
    checkControllerSpec(errors, object.spec, version);
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkControllerSpec(errors, object.spec, version);
  },
});
