/** Volumes, claims and storage classes: what the binder, the scheduler and provisioners share. */
export { boundVolume, referenceToClaim } from './bound-volume.ts';
export { isDefaultStorageClass, newestOf } from './default-class.ts';
export { isReachable, matchingVolume, requestOf } from './matching-volume.ts';
export type { MatchingOptions } from './matching-volume.ts';
export * from './storage-objects.ts';
