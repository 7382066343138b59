/** The default class for claims that were made before there was one. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubernetesVersion } from '../../../kube/index.ts';
import { classOf, isDefaultStorageClass, newestOf } from '../../storage/index.ts';
import type { PersistentVolumeClaim } from '../../storage/index.ts';
import type { View } from '../../controller.ts';

/**
 * The name of the class that the claim is to get; undefined when it stays as it is.
 * @since k8s 1.26 (on by default); a claim that says "" keeps that.
 * @source k8s 1.28 pkg/controller/volume/persistentvolume/pv_controller.go assignDefaultStorageClass
 * @deviates upstream also tries it for a claim with the class "", which the API server refuses
 */
export const classToAssign = (
  claim: PersistentVolumeClaim,
  view: View,
  version: KubernetesVersion,
): string | undefined => {
  if (!isAtLeast(version, 26) || claim.spec.storageClassName !== undefined || classOf(claim) !== '')
    return undefined;
  return newestOf(view.list('storageclasses.storage.k8s.io').filter(isDefaultStorageClass))?.metadata.name;
};
