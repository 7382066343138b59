/** What must hold for the metadata of every object, on create and on update. */
import type { ObjectMeta } from '../objects/index.ts';
import {
  dns1123LabelErrors,
  dns1123SubdomainErrors,
  maskTrailingDash,
  qualifiedNameErrors,
} from '../names.ts';
import type { NameRule } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, GoSyntax, invalid, required, tooLong } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { stringList } from './go-syntax.ts';
import { checkLabels } from './labels.ts';
import { checkName, nameErrors } from './name-check.ts';
import { checkNonnegative } from './numbers.ts';

const metadataPath = FieldPath.of('metadata');
const annotationBytesLimit = 256 * 1024;
const standardFinalizers = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

export interface MetaRules {
  namespaced: boolean;
  /** What a name of this kind must be; a DNS subdomain when absent. */
  name?: NameRule;
  /** Kinds of built-in groups take only known or qualified finalizers. */
  finalizers?: 'any' | 'known';
}

const checkOwnNames = (
  errors: FieldError[],
  meta: ObjectMeta,
  rules: MetaRules,
  version: KubernetesVersion,
): void => {
  const rule = rules.name ?? dns1123SubdomainErrors;
  const { generateName = '', name = '', namespace = '' } = meta;
  if (generateName !== '') {
    for (const text of nameErrors(rule, maskTrailingDash(generateName), version)) {
      errors.push(invalid(metadataPath.child('generateName'), generateName, text));
    }
  }
  if (name === '') errors.push(required(metadataPath.child('name'), 'name or generateName is required'));
  // Names are new most of the time: nothing to remember.
  else for (const text of rule(name, version)) errors.push(invalid(metadataPath.child('name'), name, text));
  if (!rules.namespaced) {
    if (namespace !== '') errors.push(forbidden(metadataPath.child('namespace'), 'not allowed on this type'));
  } else if (namespace === '') errors.push(required(metadataPath.child('namespace')));
  else checkName(errors, () => metadataPath.child('namespace'), namespace, dns1123LabelErrors, version);
};

/** @source k8s 1.20 apimachinery/pkg/api/validation/objectmeta.go ValidateAnnotations */
export const checkAnnotations = (
  errors: FieldError[],
  path: FieldPath,
  annotations: Readonly<Record<string, string>> | undefined,
  version: KubernetesVersion,
): void => {
  if (annotations === undefined) return;
  let size = 0;
  for (const key in annotations) {
    for (const text of nameErrors(qualifiedNameErrors, key.toLowerCase(), version))
      errors.push(invalid(path, key, text));
    size += key.length + (annotations[key]?.length ?? 0);
  }
  if (size > annotationBytesLimit) errors.push(tooLong(path, annotationBytesLimit));
};

/** @source k8s 1.20 apimachinery/pkg/api/validation/objectmeta.go ValidateOwnerReferences */
const checkOwners = (errors: FieldError[], owners: NonNullable<ObjectMeta['ownerReferences']>): void => {
  const path = metadataPath.child('ownerReferences');
  let controller = '';
  for (const owner of owners) {
    const version = owner.apiVersion.slice(owner.apiVersion.indexOf('/') + 1);
    if (version === '')
      errors.push(invalid(path.child('apiVersion'), owner.apiVersion, 'version must not be empty'));
    for (const field of ['kind', 'name', 'uid'] as const) {
      if (owner[field] === '') errors.push(invalid(path.child(field), '', `${field} must not be empty`));
    }
    const printed = (): GoSyntax =>
      new GoSyntax(
        `v1.OwnerReference{APIVersion:"${owner.apiVersion}", Kind:"${owner.kind}", Name:"${owner.name}", UID:"${owner.uid}", Controller:(*bool)(${owner.controller === undefined ? 'nil' : '0xc000000000'}), BlockOwnerDeletion:(*bool)(${owner.blockOwnerDeletion === undefined ? 'nil' : '0xc000000000'})}`,
      );
    if (owner.apiVersion === 'v1' && owner.kind === 'Event') {
      errors.push(invalid(path, printed(), '/v1, Kind=Event is disallowed from being an owner'));
    }
    if (owner.controller !== true) continue;
    if (controller !== '') {
      const why = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${owner.name}`;
      errors.push(invalid(path, printed(), why));
    } else controller = owner.name;
  }
};

const checkFinalizers = (
  errors: FieldError[],
  finalizers: readonly string[],
  rules: MetaRules,
  version: KubernetesVersion,
): void => {
  const path = metadataPath.child('finalizers');
  for (const finalizer of finalizers) checkName(errors, path, finalizer, qualifiedNameErrors, version);
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    const why = 'finalizer orphan and foregroundDeletion cannot be both set';
    errors.push(invalid(path, stringList(finalizers), why));
  }
  if (rules.finalizers === 'any') return;
  finalizers.forEach((finalizer, index) => {
    if (finalizer.includes('/') || standardFinalizers.has(finalizer)) return;
    const why = 'name is neither a standard finalizer name nor is it fully qualified';
    errors.push(invalid(path.index(index), finalizer, why));
  });
};

/** @source k8s 1.20 apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMetaAccessor, pkg/apis/core/validation ValidateObjectMeta */
export const checkObjectMeta = (
  errors: FieldError[],
  meta: ObjectMeta,
  rules: MetaRules,
  version: KubernetesVersion,
): void => {
  checkOwnNames(errors, meta, rules, version);
  checkNonnegative(errors, metadataPath, meta.generation);
  if (meta.labels !== undefined) checkLabels(errors, metadataPath.child('labels'), meta.labels, version);
  if (meta.annotations !== undefined)
    checkAnnotations(errors, metadataPath.child('annotations'), meta.annotations, version);
  if (meta.ownerReferences !== undefined) checkOwners(errors, meta.ownerReferences);
  if (meta.finalizers !== undefined) checkFinalizers(errors, meta.finalizers, rules, version);
};

/** A time as Go's time.Time prints itself. */
const goTime = (time: string | undefined): string =>
  time === undefined ? '0001-01-01 00:00:00 +0000 UTC' : time.replace('T', ' ').replace('Z', ' +0000 UTC');

const checkImmutable = (
  errors: FieldError[],
  field: keyof ObjectMeta,
  meta: ObjectMeta,
  old: ObjectMeta,
): void => {
  const value = meta[field] as string | number | undefined;
  if (value === old[field]) return;
  const isTime = field === 'creationTimestamp';
  const isPointer = field === 'deletionTimestamp' || field === 'deletionGracePeriodSeconds';
  const printed =
    isTime || (field === 'deletionTimestamp' && value !== undefined)
      ? new GoSyntax(goTime(value as string | undefined))
      : isPointer
        ? value
        : (value ?? '');
  errors.push(invalid(metadataPath.child(field), printed, 'field is immutable'));
};

/** @source k8s 1.20 apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMetaAccessorUpdate */
export const checkObjectMetaUpdate = (errors: FieldError[], meta: ObjectMeta, old: ObjectMeta): void => {
  if (old.deletionTimestamp !== undefined && meta.finalizers !== undefined) {
    const added = meta.finalizers.filter((finalizer) => old.finalizers?.includes(finalizer) !== true);
    if (added.length > 0) {
      const found = stringList(added.sort()).text;
      const why = `no new finalizers can be added if the object is being deleted, found new finalizers ${found}`;
      errors.push(forbidden(metadataPath.child('finalizers'), why));
    }
  }
  if ((meta.resourceVersion ?? '') === '') {
    errors.push(invalid(metadataPath.child('resourceVersion'), '', 'must be specified for an update'));
  }
  if ((meta.generation ?? 0) < (old.generation ?? 0)) {
    errors.push(invalid(metadataPath.child('generation'), meta.generation ?? 0, 'must not be decremented'));
  }
  checkImmutable(errors, 'name', meta, old);
  checkImmutable(errors, 'namespace', meta, old);
  checkImmutable(errors, 'uid', meta, old);
  checkImmutable(errors, 'creationTimestamp', meta, old);
  checkImmutable(errors, 'deletionTimestamp', meta, old);
  checkImmutable(errors, 'deletionGracePeriodSeconds', meta, old);
};
