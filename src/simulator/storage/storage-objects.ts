/** The fields of volumes, claims and classes that the binder, the scheduler and provisioners read and write. */
import type { KubeObject, LabelSelector, NodeSelector, ObjectReference } from '../../kube/index.ts';

export interface PersistentVolume extends KubeObject {
  spec: {
    capacity?: Record<string, string>;
    accessModes?: string[];
    claimRef?: ObjectReference;
    persistentVolumeReclaimPolicy?: 'Retain' | 'Delete' | 'Recycle';
    storageClassName?: string;
    volumeMode?: string;
    nfs?: { server: string; path: string; readOnly?: boolean };
    hostPath?: { path: string; type?: string };
    nodeAffinity?: { required?: NodeSelector };
    [source: string]: unknown;
  };
  status?: { phase?: string; reason?: string; message?: string };
}

export interface PersistentVolumeClaim extends KubeObject {
  spec: {
    accessModes?: string[];
    resources?: { requests?: Record<string, string> };
    selector?: LabelSelector;
    storageClassName?: string;
    volumeMode?: string;
    volumeName?: string;
  };
  status?: { phase?: string; accessModes?: string[]; capacity?: Record<string, string> };
}

export interface StorageClass extends KubeObject {
  provisioner: string;
  reclaimPolicy?: string;
  volumeBindingMode?: string;
  parameters?: Record<string, string>;
  mountOptions?: string[];
  allowedTopologies?: { matchLabelExpressions?: { key: string; values: string[] }[] }[];
}

export const bindCompleted = 'pv.kubernetes.io/bind-completed';
export const boundByController = 'pv.kubernetes.io/bound-by-controller';
export const provisionedBy = 'pv.kubernetes.io/provisioned-by';
/** The node that the scheduler has chosen for the first pod of a claim. */
export const selectedNode = 'volume.kubernetes.io/selected-node';
/** Of classes that have no provisioner. @source k8s 1.20 pkg/controller/volume/persistentvolume/util/util.go NotSupportedProvisioner */
export const noProvisioner = 'kubernetes.io/no-provisioner';

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

/** @source k8s 1.20 pkg/apis/core/v1/helper/helpers.go GetPersistentVolumeClass, GetPersistentVolumeClaimClass */
export const classOf = ({ metadata, spec }: PersistentVolume | PersistentVolumeClaim): string =>
  metadata.annotations?.[classAnnotation] ?? spec.storageClassName ?? '';

export const volumeModeOf = ({ spec }: PersistentVolume | PersistentVolumeClaim): string =>
  spec.volumeMode ?? 'Filesystem';

export const isAnnotated = (object: KubeObject, annotation: string): boolean =>
  object.metadata.annotations?.[annotation] !== undefined;

/** "namespace/name" of a claim. */
export const claimKeyOf = ({ metadata }: PersistentVolumeClaim): string =>
  `${metadata.namespace ?? ''}/${metadata.name}`;

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/util/util.go IsVolumeBoundToClaim */
export const isBoundTo = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean => {
  const { claimRef } = volume.spec;
  if (claimRef?.name !== claim.metadata.name || claimRef.namespace !== claim.metadata.namespace) return false;
  return (claimRef.uid ?? '') === '' || claimRef.uid === claim.metadata.uid;
};

/** The claim has its volume, and both know it. @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_binder.go isPVCFullyBound */
export const isFullyBound = (claim: PersistentVolumeClaim): boolean =>
  (claim.spec.volumeName ?? '') !== '' && isAnnotated(claim, bindCompleted);

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/util/util.go IsDelayBindingMode */
export const waitsForConsumer = (storageClass: StorageClass | undefined): boolean =>
  storageClass?.volumeBindingMode === 'WaitForFirstConsumer';

const none: readonly string[] = [];

/** The names of the claims that a pod mounts. */
export const claimNamesOf = (pod: {
  spec: { volumes?: readonly { persistentVolumeClaim?: { claimName: string } }[] };
}): readonly string[] => {
  let names: string[] | undefined;
  for (const { persistentVolumeClaim } of pod.spec.volumes ?? [])
    if (persistentVolumeClaim !== undefined) (names ??= []).push(persistentVolumeClaim.claimName);
  return names ?? none;
};
