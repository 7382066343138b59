/** Defaults of volumes, claims and storage classes. */
import type { KubeObject, UnknownObject } from '../objects/index.ts';
import { defineDefaults } from './defaulter.ts';
import { change, fill } from './fill.ts';
import { volumeSourceDefaults } from './volume.ts';

type WithSpec = KubeObject & { spec?: Record<string, unknown>; status?: Record<string, unknown> };

const pending = (status: Record<string, unknown>): Record<string, unknown> =>
  fill(status, { phase: 'Pending' });

/** @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolumeClaim */
export const claimDefaults = <T extends KubeObject>(object: T): T => {
  const claim = change(object as WithSpec, 'spec', (spec) => fill(spec, { volumeMode: 'Filesystem' }));
  return change(claim, 'status', pending) as unknown as T;
};

export const persistentVolumeClaim = defineDefaults<WithSpec>(['v1/PersistentVolumeClaim'], claimDefaults);

/** @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolume */
export const persistentVolume = defineDefaults<WithSpec>(['v1/PersistentVolume'], (object) => {
  const volume = change(object, 'spec', (spec) =>
    volumeSourceDefaults(fill(spec, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' })),
  );
  return change(volume, 'status', pending);
});

/** @source k8s 1.20 pkg/apis/storage/v1/defaults.go SetDefaults_StorageClass */
export const storageClass = defineDefaults<UnknownObject>(
  ['storage.k8s.io/v1/StorageClass', 'storage.k8s.io/v1beta1/StorageClass'],
  (object) => fill(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
);
