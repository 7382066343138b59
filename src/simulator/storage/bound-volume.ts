/** A volume as it is once it is bound to a claim. */
import type { ObjectReference } from '../../kube/index.ts';
import { boundByController, isBoundTo } from './storage-objects.ts';
import type { PersistentVolume, PersistentVolumeClaim } from './storage-objects.ts';

/** What a volume says of the claim it belongs to. */
export const referenceToClaim = ({
  metadata: { name, namespace = '', uid = '', resourceVersion = '' },
}: PersistentVolumeClaim): ObjectReference => ({
  kind: 'PersistentVolumeClaim',
  apiVersion: 'v1',
  namespace,
  name,
  uid,
  resourceVersion,
});

/**
 * The same volume when it is bound to the claim already; one that a user has kept for the claim is not marked as ours.
 * @source k8s 1.20 pkg/controller/volume/persistentvolume/util/util.go GetBindVolumeToClaim
 */
export const boundVolume = (volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume => {
  const { metadata, spec } = volume;
  const isBound = isBoundTo(volume, claim) && spec.claimRef?.uid === claim.metadata.uid;
  const isMarked = metadata.annotations?.[boundByController] !== undefined;
  const needsMark = !isBoundTo(volume, claim) && !isMarked;
  if (isBound && !needsMark) return volume;
  return {
    ...volume,
    metadata: needsMark
      ? { ...metadata, annotations: { ...metadata.annotations, [boundByController]: 'yes' } }
      : metadata,
    spec: { ...spec, claimRef: referenceToClaim(claim) },
  };
};
