/** Persistent volume claims as rows. */
import type { KubeObject, ObjectReference, ResourceList } from '../objects/index.ts';
import { accessModes, storageClassOf, withoutAttributesClass } from './access-modes.ts';
import { column, createdAge, definePrinter, nameColumn, wide } from './printer.ts';
import { quantityText } from './quantity-text.ts';

export interface PersistentVolumeClaim extends KubeObject {
  spec: {
    accessModes?: string[];
    resources?: { requests?: ResourceList; limits?: ResourceList };
    volumeName?: string;
    storageClassName?: string;
    volumeAttributesClassName?: string;
    volumeMode?: string;
    dataSource?: ObjectReference & { apiGroup?: string };
  };
  status?: {
    phase?: string;
    accessModes?: string[];
    capacity?: ResourceList;
    conditions?: {
      type: string;
      status: string;
      reason?: string;
      message?: string;
      lastProbeTime?: string | null;
      lastTransitionTime?: string | null;
    }[];
  };
}

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printPersistentVolumeClaim */
export const persistentVolumeClaim = definePrinter<PersistentVolumeClaim>({
  group: '',
  kind: 'PersistentVolumeClaim',
  columns: [
    nameColumn,
    column('Status'),
    column('Volume'),
    column('Capacity'),
    column('Access Modes'),
    column('StorageClass'),
    column('VolumeAttributesClass'),
    column('Age'),
    wide('VolumeMode'),
  ],
  missing: withoutAttributesClass,
  cells(object, nowMs) {
    const { spec, status, metadata } = object;
    const volumeName = spec.volumeName ?? '';
    return [
      metadata.name,
      metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
      volumeName,
      volumeName === '' ? '' : quantityText(status?.capacity?.storage),
      volumeName === '' ? '' : accessModes(status?.accessModes),
      storageClassOf(object),
      spec.volumeAttributesClassName ?? '<unset>',
      createdAge(object, nowMs),
      spec.volumeMode ?? '<unset>',
    ];
  },
});
