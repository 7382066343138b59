/** The fields of volumes, claims and classes that the binder reads and writes. */
import type { KubeObject, LabelSelector, NodeSelector, ObjectReference } from '../../../kube/index.ts';

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
  volumeBindingMode?: string;
}

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

/** @source k8s 1.20 pkg/apis/core/v1/helper/helpers.go GetPersistentVolumeClass, GetPersistentVolumeClaimClass */
export const classOf = ({ metadata, spec }: PersistentVolume | PersistentVolumeClaim): string =>
  metadata.annotations?.[classAnnotation] ?? spec.storageClassName ?? '';

export const volumeModeOf = ({ spec }: PersistentVolume | PersistentVolumeClaim): string =>
  spec.volumeMode ?? 'Filesystem';

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/util/util.go IsVolumeBoundToClaim */
export const isBoundTo = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean => {
  const { claimRef } = volume.spec;
  if (claimRef?.name !== claim.metadata.name || claimRef.namespace !== claim.metadata.namespace) return false;
  return (claimRef.uid ?? '') === '' || claimRef.uid === claim.metadata.uid;
};
