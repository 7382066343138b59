/** What an API server refuses: a validator per kind, a line each. */
import type { ObjectMeta, UnknownObject } from '../objects/index.ts';
import { pathSegmentNameErrors } from '../names.ts';
import { invalid } from '../status.ts';
import type { Status } from '../status.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { causesOf } from './field-error.ts';
import { autoscaler } from './autoscaling.ts';
import { cronJob, job } from './batch.ts';
import { configMap, metadataOnly, secret } from './configuration.ts';
import { customResourceDefinition } from './custom-resource-definition.ts';
import { disruptionBudget } from './disruption.ts';
import { endpoints } from './endpoints.ts';
import { ingress } from './ingress.ts';
import { networkPolicy } from './networking.ts';
import { namespace, node } from './node.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { pod } from './pod.ts';
import { limitRange, priorityClass, resourceQuota } from './quota.ts';
import { role, roleBinding } from './rbac.ts';
import { checkServiceTraffic, service } from './service.ts';
import { daemonSet, statefulSet } from './sets.ts';
import { persistentVolume, persistentVolumeClaim, storageClass } from './storage.ts';
import type { Validator } from './validator.ts';
import { deployment, replicaSet, replicationController } from './workloads.ts';

export { causesOf };
export type { FieldError };
export type { LimitItem } from './quota.ts';
export {
  duplicate,
  fieldError,
  forbidden,
  GoSyntax,
  invalid,
  notSupported,
  required,
  type BadValue,
} from './field-error.ts';
export { FieldPath } from './field-path.ts';
export { markOlderSpec } from './custom-resource-definition.ts';
export { apiApprovalOf, isProtectedGroup } from './api-approval.ts';
export { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';

const validators: readonly Validator[] = [
  pod,
  deployment,
  replicaSet,
  replicationController,
  daemonSet,
  statefulSet,
  service,
  node,
  namespace,
  job,
  cronJob,
  autoscaler,
  disruptionBudget,
  persistentVolume,
  persistentVolumeClaim,
  storageClass,
  configMap,
  secret,
  metadataOnly,
  endpoints,
  ingress,
  networkPolicy,
  role,
  roleBinding,
  resourceQuota,
  limitRange,
  priorityClass,
  customResourceDefinition,
];

const byKind = new Map<string, Validator>();
for (const validator of validators) for (const kind of validator.kinds) byKind.set(kind, validator);

const groupOf = (apiVersion: string): string => {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
};

const validatorOf = ({ apiVersion, kind }: UnknownObject): Validator | undefined => {
  const group = groupOf(apiVersion);
  return byKind.get(group === '' ? kind : `${kind}.${group}`);
};

/**
 * What is wrong with an object that is to be created, after defaulting and preparation: upstream's strategy.Validate.
 * Kinds without a validator have nothing wrong with them.
 */
export const validateCreate = (object: UnknownObject, version: KubernetesVersion): FieldError[] => {
  const errors: FieldError[] = [];
  validatorOf(object)?.create(errors, object, version);
  return errors;
};

/** What is wrong with a change of an object: upstream's strategy.ValidateUpdate. */
export const validateUpdate = (
  object: UnknownObject,
  old: UnknownObject,
  version: KubernetesVersion,
): FieldError[] => {
  const errors: FieldError[] = [];
  validatorOf(object)?.update(errors, object, old, version);
  return errors;
};

/** What is wrong with a change of an object's status: the status strategy's ValidateUpdate. */
export const validateStatusUpdate = (
  object: UnknownObject,
  old: UnknownObject,
  version: KubernetesVersion,
): FieldError[] => {
  const errors: FieldError[] = [];
  const validator = validatorOf(object);
  if (validator?.status !== undefined) validator.status(errors, object, old, version);
  else if (validator !== undefined) checkObjectMetaUpdate(errors, object.metadata, old.metadata);
  return errors;
};

/** The metadata rules of every kind, which upstream judges apart from the kind's own. @source k8s 1.20 apiserver/pkg/registry/rest/create.go BeforeCreate */
export const validateCommonMeta = (
  object: UnknownObject,
  namespaced: boolean,
  version: KubernetesVersion,
): FieldError[] => {
  const errors: FieldError[] = [];
  checkObjectMeta(
    errors,
    object.metadata,
    { namespaced, name: pathSegmentNameErrors, finalizers: 'any' },
    version,
  );
  return errors;
};

/** What was valid when it was stored is valid still. */
const isSameMeta = (meta: ObjectMeta, old: ObjectMeta): boolean =>
  meta.name === old.name &&
  meta.namespace === old.namespace &&
  meta.generateName === old.generateName &&
  meta.labels === old.labels &&
  meta.annotations === old.annotations &&
  meta.ownerReferences === old.ownerReferences &&
  meta.finalizers === old.finalizers;

/** As validateCommonMeta, for a change. @source k8s 1.20 apiserver/pkg/registry/rest/update.go validateCommonFields */
export const validateCommonMetaUpdate = (
  object: UnknownObject,
  old: UnknownObject,
  namespaced: boolean,
  version: KubernetesVersion,
): FieldError[] => {
  const errors = isSameMeta(object.metadata, old.metadata)
    ? []
    : validateCommonMeta(object, namespaced, version);
  checkObjectMetaUpdate(errors, object.metadata, old.metadata);
  return errors;
};

/** Errors that upstream finds only after the strategy's, in a Status of their own. */
export const validateTraffic = (object: UnknownObject): FieldError[] => {
  const errors: FieldError[] = [];
  if (object.kind === 'Service' && object.apiVersion === 'v1') checkServiceTraffic(errors, object as never);
  return errors;
};

/** Kinds that upstream still knows by the group they came from. */
const formerGroups: Record<string, string> = {
  'Ingress.networking.k8s.io': 'extensions',
  'NetworkPolicy.networking.k8s.io': 'extensions',
};

/** The 422 of an object with errors. @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewInvalid */
export const invalidObject = (
  object: UnknownObject,
  errors: readonly FieldError[],
  version: KubernetesVersion,
): Status => {
  const group = groupOf(object.apiVersion);
  const named = isAtLeast(version, 22) ? group : (formerGroups[`${object.kind}.${group}`] ?? group);
  return invalid(named, object.kind, (object.metadata.name as string | undefined) ?? '', causesOf(errors));
};
