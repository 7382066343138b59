/** One pass over a volume: available, bound, released, or reclaimed. */
import type { View } from '../../controller.ts';
import { send } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { withoutKey } from '../without-key.ts';
import { boundByController, isAnnotated, writeVolumePhase } from './binding.ts';
import type { PersistentVolume, PersistentVolumeClaim } from './storage-objects.ts';

const tell = (about: PersistentVolume, type: 'Normal' | 'Warning', reason: string, message: string) =>
  ({ do: 'event', about, type, reason, message }) as const;

function* failReclaim(volume: PersistentVolume, reason: string, message: string): Pass<void> {
  yield* writeVolumePhase(volume, 'Failed', message);
  yield tell(volume, 'Warning', reason, message);
}

/** Takes the claim from a volume, which is free for others then. */
function* unbind(volume: PersistentVolume): Pass<void> {
  const { claimRef, ...spec } = volume.spec;
  const isOurs = isAnnotated(volume, boundByController);
  const annotations = withoutKey(volume.metadata.annotations, boundByController);
  // What a user has kept for a claim stays kept for it.
  const kept = isOurs || claimRef === undefined ? spec : { ...spec, claimRef: withoutUid(claimRef) };
  const object = { ...volume, metadata: { ...volume.metadata, annotations }, spec: kept } as PersistentVolume;
  const freed = yield* send<PersistentVolume>({ do: 'update', resource: 'persistentvolumes', object });
  yield* writeVolumePhase(freed, 'Available');
}

const withoutUid = ({
  uid: _uid,
  resourceVersion: _version,
  ...rest
}: NonNullable<PersistentVolume['spec']['claimRef']>) => rest;

/**
 * @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go reclaimVolume
 * @deviates recycling is done at once and by no pod; what it would have emptied stays
 */
function* reclaim(volume: PersistentVolume): Pass<void> {
  const { persistentVolumeReclaimPolicy: policy = 'Retain', nfs, hostPath } = volume.spec;
  const { name } = volume.metadata;
  if (policy === 'Retain') return;
  if (policy === 'Recycle') {
    if (nfs === undefined && hostPath === undefined) {
      yield* failReclaim(volume, 'VolumeFailedRecycle', 'No recycler plugin found for the volume!');
      return;
    }
    yield tell(volume, 'Normal', 'VolumeRecycled', 'Volume recycled');
    yield* unbind(volume);
    return;
  }
  const isProvisioned = volume.metadata.annotations?.['pv.kubernetes.io/provisioned-by'] !== undefined;
  if (isProvisioned) return;
  const message =
    hostPath === undefined
      ? `error getting deleter volume plugin for volume "${name}": no volume plugin matched`
      : `host_path deleter only supports /tmp/.+ but received provided ${hostPath.path}`;
  if (hostPath?.path.startsWith('/tmp/') === true)
    yield* send({ do: 'delete', resource: 'persistentvolumes', name });
  else yield* failReclaim(volume, 'VolumeFailedDelete', message);
}

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go syncVolume */
export function* syncVolume(volume: PersistentVolume, view: View): Pass {
  const { claimRef } = volume.spec;
  if ((claimRef?.uid ?? '') === '') {
    yield* writeVolumePhase(volume, 'Available');
    return undefined;
  }
  const found = view.get('persistentvolumeclaims', claimRef?.namespace, claimRef?.name ?? '') as
    PersistentVolumeClaim | undefined;
  const claim = found?.metadata.uid === claimRef?.uid ? found : undefined;
  if (claim === undefined) {
    const isOver = volume.status?.phase === 'Released' || volume.status?.phase === 'Failed';
    const released = isOver ? volume : yield* writeVolumePhase(volume, 'Released');
    if (released.status?.phase === 'Released') yield* reclaim(released);
  } else if (claim.spec.volumeName === volume.metadata.name) yield* writeVolumePhase(volume, 'Bound');
  else if ((claim.spec.volumeName ?? '') !== '' && isAnnotated(volume, boundByController))
    yield* unbind(volume);
  return undefined;
}
