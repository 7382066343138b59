/** Volumes and the claims on them. */
export { persistentVolumeController } from './persistent-volume-controller.ts';
