/** VolumeMaker: how one kind of provisioner makes volumes and removes them. */
import type { Pod } from '../../kube/index.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../storage/index.ts';

export interface VolumeRequest {
  claim: PersistentVolumeClaim;
  storageClass: StorageClass;
  /** "pvc-<uid of the claim>". */
  volumeName: string;
  /** The node that the scheduler has chosen, where the class waits for that. */
  node: string | undefined;
}

/** What is particular to the volume that was made; the rest follows from claim and class. */
export type MadeVolume = { spec: Partial<PersistentVolume['spec']> } | { error: string };

export interface VolumeMaker {
  /** Which images are such a provisioner. */
  image: RegExp;
  /** What it is called where its environment does not say. */
  provisioner: string;
  make(request: VolumeRequest, provisioner: Pod, done: (made: MadeVolume) => void): void;
  remove(volume: PersistentVolume, provisioner: Pod, done: (error: string | undefined) => void): void;
}

/** A variable of the environment of the pod's first container, as its manifest gives it. */
export const environmentOf = ({ spec }: Pod, name: string): string | undefined =>
  spec.containers[0]?.env?.find((variable) => variable.name === name)?.value;
