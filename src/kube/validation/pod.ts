/** Pods: what must hold on create, and the few fields that may change later. */
import type { Container, ContainerStatus, Pod, PodSpec, Toleration } from '../objects/index.ts';
import { deepEqual } from '../json-value.ts';
import { dns1123SubdomainErrors, rangeErrors } from '../names.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, invalid, required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { checkName } from './name-check.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { checkPodSpec } from './pod-spec.ts';
import { checkTolerations } from './scheduling.ts';
import { specDifference } from './spec-difference.ts';
import { defineValidator } from './validator.ts';

const metaRules = { namespaced: true };
const specPath = FieldPath.of('spec');
const statusPath = FieldPath.of('status');

const checkImageBlanks = (
  errors: FieldError[],
  path: FieldPath,
  containers: readonly Container[] | null | undefined,
): void => {
  containers?.forEach(({ image = '' }, index) => {
    const why = 'must not have leading or trailing whitespace';
    if (image !== image.trim()) errors.push(invalid(path.index(index).child('image'), image, why));
  });
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validatePodMetadataAndSpec */
const checkPod = (errors: FieldError[], { metadata, spec }: Pod, version: KubernetesVersion): void => {
  checkObjectMeta(errors, metadata, metaRules, version);
  const mirror = metadata.annotations?.['kubernetes.io/config.mirror'];
  if (mirror !== undefined && (spec.nodeName ?? '') === '') {
    const at = FieldPath.of('metadata').child('annotations').key('kubernetes.io/config.mirror');
    errors.push(invalid(at, mirror, 'must set spec.nodeName if mirror pod annotation is set'));
  }
  checkPodSpec(errors, specPath, spec, version);
  if ((spec.serviceAccountName ?? '') === '') checkNoTokens(errors, spec);
  checkImageBlanks(errors, specPath.child('containers'), spec.containers);
  checkImageBlanks(errors, specPath.child('initContainers'), spec.initContainers);
};

const checkNoTokens = (errors: FieldError[], spec: PodSpec): void => {
  spec.volumes?.forEach(({ projected }, index) => {
    projected?.sources?.forEach((source, sourceIndex) => {
      if (source.serviceAccountToken === undefined) return;
      const sources = specPath.child('volumes').index(index).child('projected', 'sources');
      const at = sources.index(sourceIndex).child('serviceAccountToken');
      errors.push(forbidden(at, 'must not be specified when serviceAccountName is not set'));
    });
  });
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateContainerUpdates; answers whether to stop */
const checkContainerUpdates = (
  errors: FieldError[],
  path: FieldPath,
  given: readonly Container[] | null | undefined,
  before: readonly Container[] | null | undefined,
): boolean => {
  const [next, old] = [given ?? [], before ?? []];
  if (next.length !== old.length) {
    errors.push(forbidden(path, 'pod updates may not add or remove containers'));
    return true;
  }
  next.forEach(({ image = '' }, index) => {
    if (image === '') errors.push(required(path.index(index).child('image')));
  });
  checkImageBlanks(errors, path, next);
  return false;
};

/** Answers whether to stop. */
const checkDeadlineUpdate = (
  errors: FieldError[],
  next: number | undefined,
  old: number | undefined,
): boolean => {
  const at = specPath.child('activeDeadlineSeconds');
  const before = errors.length;
  if (next !== undefined) {
    for (const text of rangeErrors(next, 0, 2 ** 31 - 1)) errors.push(invalid(at, next, text));
    if (errors.length === before && old !== undefined && old < next) {
      errors.push(invalid(at, next, 'must be less than or equal to previous value'));
    }
    return errors.length > before;
  }
  if (old !== undefined)
    errors.push(invalid(at, null, 'must not update from a positive integer to nil value'));
  return false;
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateOnlyAddedTolerations */
const checkOnlyAdded = (
  errors: FieldError[],
  next: readonly Toleration[] = [],
  old: readonly Toleration[] = [],
  version: KubernetesVersion,
): void => {
  const at = specPath.child('tolerations');
  const isKept = (toleration: Toleration): boolean =>
    next.some((other) => deepEqual({ ...toleration, tolerationSeconds: other.tolerationSeconds }, other));
  if (!old.every(isKept)) {
    errors.push(forbidden(at, 'existing toleration can not be modified except its tolerationSeconds'));
    return;
  }
  checkTolerations(errors, at, next, version);
};

const withImagesOf = (
  containers: readonly Container[] | undefined,
  old: readonly Container[] | undefined,
): Container[] | undefined =>
  containers?.map((container, index) => ({ ...container, image: old?.[index]?.image }) as Container);

const onlyMessage = (version: KubernetesVersion): string =>
  isAtLeast(version, 24)
    ? 'pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds`, `spec.tolerations` (only additions to existing tolerations) or `spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'
    : 'pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds` or `spec.tolerations` (only additions to existing tolerations)';

const checkSpecUpdate = (
  errors: FieldError[],
  next: PodSpec,
  old: PodSpec,
  version: KubernetesVersion,
): void => {
  if (next === old) return;
  if (checkContainerUpdates(errors, specPath.child('containers'), next.containers, old.containers)) return;
  if (
    checkContainerUpdates(errors, specPath.child('initContainers'), next.initContainers, old.initContainers)
  )
    return;
  if (checkDeadlineUpdate(errors, next.activeDeadlineSeconds, old.activeDeadlineSeconds)) return;
  checkOnlyAdded(errors, next.tolerations, old.tolerations, version);
  const kept: Record<string, unknown> = {
    ...next,
    containers: withImagesOf(next.containers, old.containers),
    initContainers: withImagesOf(next.initContainers, old.initContainers),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    tolerations: old.tolerations,
  };
  const wasNegative =
    (old.terminationGracePeriodSeconds ?? 0) < 0 && next.terminationGracePeriodSeconds === 1;
  if (wasNegative && isAtLeast(version, 22))
    kept.terminationGracePeriodSeconds = old.terminationGracePeriodSeconds;
  if (deepEqual(kept, old)) return;
  errors.push(forbidden(specPath, `${onlyMessage(version)}\n${specDifference('core.PodSpec', kept, old)}`));
};

/** Containers that ended for good stay ended. @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateContainerStateTransition */
const checkTransitions = (
  errors: FieldError[],
  path: FieldPath,
  next: readonly ContainerStatus[] = [],
  old: readonly ContainerStatus[] = [],
  restartPolicy: string | undefined,
): void => {
  old.forEach((status, index) => {
    const ended = status.state?.terminated;
    if (ended === undefined || (restartPolicy === 'OnFailure' && ended.exitCode !== 0)) return;
    const isRestarted = next.some(
      ({ name, state }) => name === status.name && state?.terminated === undefined,
    );
    const why = 'may not be transitioned to non-terminated state';
    if (isRestarted) errors.push(forbidden(path.index(index).child('state'), why));
  });
};

export const pod = defineValidator<Pod>({
  kinds: ['Pod'],
  create: (errors, object, version) => {
    checkPod(errors, object, version);
    if ((object.spec.ephemeralContainers?.length ?? 0) > 0) {
      errors.push(forbidden(specPath.child('ephemeralContainers'), 'cannot be set on create'));
    }
  },
  /** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePodUpdate */
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkPod(errors, object, version);
    checkSpecUpdate(errors, object.spec, old.spec, version);
  },
  /** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePodStatusUpdate */
  status: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    if (object.spec.nodeName !== old.spec.nodeName) {
      errors.push(forbidden(statusPath.child('nodeName'), 'may not be changed directly'));
    }
    const { nominatedNodeName = '', containerStatuses, initContainerStatuses } = object.status ?? {};
    if (nominatedNodeName !== (old.status?.nominatedNodeName ?? '') && nominatedNodeName !== '') {
      checkName(
        errors,
        statusPath.child('nominatedNodeName'),
        nominatedNodeName,
        dns1123SubdomainErrors,
        version,
      );
    }
    const policy = old.spec.restartPolicy;
    if (policy === 'Always') return;
    checkTransitions(
      errors,
      statusPath.child('containerStatuses'),
      containerStatuses,
      old.status?.containerStatuses,
      policy,
    );
    const before = old.status?.initContainerStatuses;
    checkTransitions(
      errors,
      statusPath.child('initContainerStatuses'),
      initContainerStatuses,
      before,
      policy,
    );
  },
});
