/** Storage classes as rows. */
import type { KubeObject } from '../objects/index.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

export interface StorageClass extends KubeObject {
  provisioner: string;
  reclaimPolicy?: string;
  volumeBindingMode?: string;
  allowVolumeExpansion?: boolean;
  parameters?: Record<string, string>;
  mountOptions?: string[];
  allowedTopologies?: { matchLabelExpressions?: { key: string; values?: string[] }[] }[];
}

/** @source k8s 1.20 pkg/apis/storage/v1/util/helpers.go IsDefaultAnnotation */
export const isDefaultClass = ({ metadata: { annotations = {} } }: KubeObject): boolean =>
  annotations['storageclass.kubernetes.io/is-default-class'] === 'true' ||
  annotations['storageclass.beta.kubernetes.io/is-default-class'] === 'true';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printStorageClass */
export const storageClass = definePrinter<StorageClass>({
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  columns: [
    nameColumn,
    column('Provisioner'),
    column('ReclaimPolicy'),
    column('VolumeBindingMode'),
    column('AllowVolumeExpansion'),
    column('Age'),
  ],
  cells: (object, nowMs) => [
    object.metadata.name + (isDefaultClass(object) ? ' (default)' : ''),
    object.provisioner,
    object.reclaimPolicy ?? 'Delete',
    object.volumeBindingMode ?? 'Immediate',
    object.allowVolumeExpansion ?? false,
    createdAge(object, nowMs),
  ],
});
