/** PersistentVolume, PersistentVolumeClaim, StorageClass. */
import type {
  KubeObject,
  LabelSelector,
  NodeSelector,
  ResourceList,
  UnknownObject,
} from '../objects/index.ts';
import { goQuote } from '../go-format.ts';
import { deepEqual } from '../json-value.ts';
import { dns1123SubdomainErrors, qualifiedNameErrors } from '../names.ts';
import { compareQuantities, parseQuantity, signOf } from '../quantity.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import { checkNodeSelector } from './affinity.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, GoSyntax, invalid, notSupported, required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { quantity, quantityText } from './go-syntax.ts';
import { checkLabelSelector } from './labels.ts';
import { checkName } from './name-check.ts';
import { isNegativeMessage, isNotPositiveMessage } from './numbers.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { specDifference } from './spec-difference.ts';
import { defineValidator } from './validator.ts';
import { checkPersistentSource, persistentSources } from './volume-sources.ts';

const specPath = FieldPath.of('spec');
const reclaimPolicies = ['Delete', 'Recycle', 'Retain'];
const volumeModes = ['Block', 'Filesystem'];

const accessModesOf = (version: KubernetesVersion): string[] => [
  'ReadOnlyMany',
  'ReadWriteMany',
  'ReadWriteOnce',
  ...(isAtLeast(version, 22) ? ['ReadWriteOncePod'] : []),
];

const checkAccessModes = (
  errors: FieldError[],
  modes: readonly string[],
  version: KubernetesVersion,
): void => {
  const supported = accessModesOf(version);
  for (const mode of modes) {
    if (!supported.includes(mode)) errors.push(notSupported(specPath.child('accessModes'), mode, supported));
  }
};

const checkMode = (errors: FieldError[], mode: string | undefined): void => {
  if (mode !== undefined && !volumeModes.includes(mode))
    errors.push(notSupported(specPath.child('volumeMode'), mode, volumeModes));
};

const checkPositive = (errors: FieldError[], path: FieldPath, amount: string): void => {
  const sign = signOf(parseQuantity(amount));
  if (sign < 0) errors.push(invalid(path, quantityText(amount), isNegativeMessage));
  if (sign <= 0) errors.push(invalid(path, quantityText(amount), isNotPositiveMessage));
};

const printResources = (list: ResourceList | undefined): GoSyntax =>
  new GoSyntax(
    list === undefined
      ? 'core.ResourceList(nil)'
      : `core.ResourceList{${Object.keys(list)
          .sort()
          .map((name) => `${goQuote(name)}:${quantity(list[name]!).text}`)
          .join(', ')}}`,
  );

type Volume = KubeObject & {
  spec: {
    capacity?: ResourceList;
    accessModes?: string[];
    persistentVolumeReclaimPolicy?: string;
    storageClassName?: string;
    volumeMode?: string;
    nodeAffinity?: { required?: NodeSelector };
    hostPath?: { path: string };
    [source: string]: unknown;
  };
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePersistentVolume */
const checkVolume = (errors: FieldError[], object: Volume, version: KubernetesVersion): void => {
  checkObjectMeta(errors, object.metadata, { namespaced: false }, version);
  const { spec } = object;
  const { capacity, accessModes = [], persistentVolumeReclaimPolicy: policy = '', nodeAffinity } = spec;
  if (accessModes.length === 0) errors.push(required(specPath.child('accessModes')));
  checkAccessModes(errors, accessModes, version);
  const at = specPath.child('capacity');
  if (capacity === undefined) errors.push(required(at));
  if (capacity?.storage === undefined || Object.keys(capacity).length > 1) {
    errors.push(notSupported(at, printResources(capacity), ['storage']));
  }
  for (const name in capacity) checkPositive(errors, at.key(name), capacity[name]!);
  if (policy !== '' && !reclaimPolicies.includes(policy)) {
    errors.push(notSupported(specPath.child('persistentVolumeReclaimPolicy'), policy, reclaimPolicies));
  }
  if (nodeAffinity !== undefined) {
    const required_ = specPath.child('nodeAffinity', 'required');
    if (nodeAffinity.required === undefined)
      errors.push(required(required_, 'must specify required node constraints'));
    else checkNodeSelector(errors, required_, nodeAffinity.required, version);
  }
  checkPersistentSource(errors, specPath, spec, nodeAffinity?.required !== undefined);
  const isRoot = spec.hostPath !== undefined && /^\/+(?:\.?\/*)*$/.test(spec.hostPath.path);
  if (isRoot && policy === 'Recycle') {
    const why = "may not be 'recycle' for a hostPath mount of '/'";
    errors.push(forbidden(specPath.child('persistentVolumeReclaimPolicy'), why));
  }
  if ((spec.storageClassName ?? '') !== '') {
    checkName(
      errors,
      specPath.child('storageClassName'),
      spec.storageClassName!,
      dns1123SubdomainErrors,
      version,
    );
  }
  checkMode(errors, spec.volumeMode);
};

const sourceOf = (spec: Volume['spec']): object =>
  Object.fromEntries(
    persistentSources.filter((kind) => spec[kind] !== undefined).map((kind) => [kind, spec[kind]]),
  );

const checkSameMode = (errors: FieldError[], mode: string | undefined, old: string | undefined): void => {
  if (mode !== old) errors.push(invalid('volumeMode', mode, 'field is immutable'));
};

export const persistentVolume = defineValidator<Volume>({
  kinds: ['PersistentVolume'],
  create: checkVolume,
  /** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePersistentVolumeUpdate */
  update: (errors, object, old, version) => {
    checkVolume(errors, object, version);
    checkVolume(errors, object, version);
    const [next, before] = [sourceOf(object.spec), sourceOf(old.spec)];
    if (!deepEqual(next, before)) {
      const why = 'spec.persistentvolumesource is immutable after creation';
      const difference = specDifference('core.PersistentVolumeSource', next, before);
      errors.push(forbidden(specPath.child('persistentvolumesource'), `${why}\n${difference}`));
    }
    checkSameMode(errors, object.spec.volumeMode, old.spec.volumeMode);
    if (old.spec.nodeAffinity !== undefined && !deepEqual(object.spec.nodeAffinity, old.spec.nodeAffinity)) {
      errors.push(invalid('nodeAffinity', new GoSyntax('core.VolumeNodeAffinity{…}'), 'field is immutable'));
    }
  },
});

type Claim = KubeObject & {
  spec: {
    accessModes?: string[];
    selector?: LabelSelector;
    resources?: { requests?: ResourceList };
    volumeName?: string;
    storageClassName?: string;
    volumeMode?: string;
  };
  status?: { phase?: string };
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimSpec */
const checkClaim = (errors: FieldError[], object: Claim, version: KubernetesVersion): void => {
  checkObjectMeta(errors, object.metadata, { namespaced: true }, version);
  const { accessModes = [], selector, resources, storageClassName = '', volumeMode } = object.spec;
  if (accessModes.length === 0) {
    errors.push(required(specPath.child('accessModes'), 'at least 1 access mode is required'));
  }
  checkLabelSelector(errors, specPath.child('selector'), selector, version);
  checkAccessModes(errors, accessModes, version);
  const at = specPath.child('resources').key('storage');
  const storage = resources?.requests?.storage;
  if (storage === undefined) errors.push(required(at));
  else checkPositive(errors, at, storage);
  if (storageClassName !== '') {
    checkName(errors, specPath.child('storageClassName'), storageClassName, dns1123SubdomainErrors, version);
  }
  checkMode(errors, volumeMode);
};

const storageOf = (claim: Claim): string => claim.spec.resources?.requests?.storage ?? '0';

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimUpdate */
const checkClaimUpdate = (
  errors: FieldError[],
  object: Claim,
  old: Claim,
  version: KubernetesVersion,
): void => {
  const next = { ...object.spec };
  const before = { ...old.spec };
  // A class can be given later, since 1.26, to a claim that names none.
  if (
    isAtLeast(version, 26) &&
    before.storageClassName === undefined &&
    next.storageClassName !== undefined
  ) {
    const annotation = old.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'];
    if (annotation === undefined || annotation === next.storageClassName)
      before.storageClassName = next.storageClassName;
  }
  if ((old.spec.volumeName ?? '') === '' && next.volumeName !== undefined)
    before.volumeName = next.volumeName;
  if (object.status?.phase === 'Bound' && next.resources?.requests !== undefined) {
    next.resources = { ...next.resources, requests: { ...next.resources.requests, storage: storageOf(old) } };
  }
  if (!deepEqual(next, before)) {
    const why = 'spec is immutable after creation except resources.requests for bound claims';
    errors.push(
      forbidden(specPath, `${why}\n${specDifference('core.PersistentVolumeClaimSpec', next, before)}`),
    );
  }
  if (compareQuantities(parseQuantity(storageOf(object)), parseQuantity(storageOf(old))) < 0) {
    const at = specPath.child('resources', 'requests', 'storage');
    errors.push(forbidden(at, 'field can not be less than previous value'));
  }
  checkSameMode(errors, object.spec.volumeMode, old.spec.volumeMode);
};

export const persistentVolumeClaim = defineValidator<Claim>({
  kinds: ['PersistentVolumeClaim'],
  create: checkClaim,
  update: (errors, object, old, version) => {
    checkClaim(errors, object, version);
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkClaim(errors, object, version);
    checkClaimUpdate(errors, object, old, version);
  },
});

/** @source k8s 1.20 pkg/apis/storage/validation/validation.go ValidateStorageClass */
const checkStorageClass = (errors: FieldError[], object: UnknownObject, version: KubernetesVersion): void => {
  checkObjectMeta(errors, object.metadata, { namespaced: false }, version);
  const { provisioner, reclaimPolicy, volumeBindingMode } = object as {
    provisioner?: string;
    reclaimPolicy?: string;
    volumeBindingMode?: string;
  };
  if ((provisioner ?? '') === '') errors.push(required('provisioner'));
  else {
    const [...texts] = qualifiedNameErrors(provisioner!.toLowerCase(), version);
    for (const text of texts) errors.push(invalid('provisioner', provisioner, text));
  }
  if (reclaimPolicy !== undefined && reclaimPolicy !== 'Delete' && reclaimPolicy !== 'Retain') {
    errors.push(notSupported('reclaimPolicy', reclaimPolicy, ['Delete', 'Retain']));
  }
  const modes = ['Immediate', 'WaitForFirstConsumer'];
  if (volumeBindingMode === undefined) errors.push(required('volumeBindingMode'));
  else if (!modes.includes(volumeBindingMode))
    errors.push(notSupported('volumeBindingMode', volumeBindingMode, modes));
};

export const storageClass = defineValidator<UnknownObject>({
  kinds: ['StorageClass.storage.k8s.io'],
  create: checkStorageClass,
  /** @source k8s 1.20 pkg/apis/storage/validation/validation.go ValidateStorageClassUpdate */
  update: (errors, object, old, version) => {
    checkStorageClass(errors, object, version);
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    for (const field of ['parameters', 'provisioner', 'reclaimPolicy'] as const) {
      if (!deepEqual(object[field], old[field]))
        errors.push(forbidden(field, `updates to ${field} are forbidden.`));
    }
    if (object.volumeBindingMode !== old.volumeBindingMode) {
      errors.push(invalid('volumeBindingMode', object.volumeBindingMode as string, 'field is immutable'));
    }
  },
});
