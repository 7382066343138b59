/** Persistent volumes as rows. */
import type { KubeObject, ObjectReference, ResourceList } from '../objects/index.ts';
import { accessModes, storageClassOf, withoutAttributesClass } from './access-modes.ts';
import { column, createdAge, definePrinter, nameColumn, wide } from './printer.ts';
import { quantityText } from './quantity-text.ts';

export interface PersistentVolume extends KubeObject {
  spec: {
    capacity?: ResourceList;
    accessModes?: string[];
    persistentVolumeReclaimPolicy?: string;
    storageClassName?: string;
    volumeAttributesClassName?: string;
    volumeMode?: string;
    claimRef?: ObjectReference;
    nodeAffinity?: { required?: { nodeSelectorTerms?: unknown[] } };
    mountOptions?: string[];
    [source: string]: unknown;
  };
  status?: { phase?: string; reason?: string; message?: string };
}

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printPersistentVolume */
export const persistentVolume = definePrinter<PersistentVolume>({
  group: '',
  kind: 'PersistentVolume',
  columns: [
    nameColumn,
    column('Capacity'),
    column('Access Modes'),
    column('Reclaim Policy'),
    column('Status'),
    column('Claim'),
    column('StorageClass'),
    column('VolumeAttributesClass'),
    column('Reason'),
    column('Age'),
    wide('VolumeMode'),
  ],
  missing: withoutAttributesClass,
  cells(object, nowMs) {
    const { spec, status, metadata } = object;
    const claim = spec.claimRef;
    return [
      metadata.name,
      quantityText(spec.capacity?.storage),
      accessModes(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
      claim === undefined ? '' : `${claim.namespace ?? ''}/${claim.name ?? ''}`,
      storageClassOf(object),
      spec.volumeAttributesClassName ?? '<unset>',
      status?.reason ?? '',
      createdAge(object, nowMs),
      spec.volumeMode ?? '<unset>',
    ];
  },
});
