/** One pass over a volume: available, bound, released, or reclaimed. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubernetesVersion } from '../../../kube/index.ts';
import { boundByController, isAnnotated, provisionedBy, volumeModeOf } from '../../storage/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../storage/index.ts';
import type { View } from '../../controller.ts';
import { send } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { withoutKey } from '../without-key.ts';
import { writeVolumePhase } from './binding.ts';

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
function* reclaim(volume: PersistentVolume, version: KubernetesVersion): Pass<void> {
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
  // Whoever provisioned it deletes it.
  const provisioner = volume.metadata.annotations?.[provisionedBy] ?? '';
  if (provisioner !== '' && !provisioner.startsWith('kubernetes.io/')) return;
  const message =
    hostPath === undefined
      ? `${isAtLeast(version, 22) ? 'error' : 'Error'} getting deleter volume plugin for volume "${name}": no volume plugin matched`
      : `host_path deleter only supports /tmp/.+ but received provided ${hostPath.path}`;
  if (hostPath?.path.startsWith('/tmp/') === true)
    yield* send({ do: 'delete', resource: 'persistentvolumes', name });
  else yield* failReclaim(volume, 'VolumeFailedDelete', message);
}

/** Nobody claims the volume any more. */
function* release(volume: PersistentVolume, version: KubernetesVersion): Pass<void> {
  const isOver = volume.status?.phase === 'Released' || volume.status?.phase === 'Failed';
  const released = isOver ? volume : yield* writeVolumePhase(volume, 'Released');
  if (released.status?.phase === 'Released') yield* reclaim(released, version);
}

function* tellOfMode(volume: PersistentVolume, claim: PersistentVolumeClaim): Pass<void> {
  const why = 'due to incompatible volumeMode.';
  const { name } = claim.metadata;
  const ofVolume = `Cannot bind PersistentVolume to requested PersistentVolumeClaim "${name}" ${why}`;
  yield tell(volume, 'Warning', 'VolumeMismatch', ofVolume);
  const ofClaim = `Cannot bind PersistentVolume "${volume.metadata.name}" to requested PersistentVolumeClaim ${why}`;
  yield { do: 'event', about: claim, type: 'Warning', reason: 'VolumeMismatch', message: ofClaim };
}

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go syncVolume */
export function* syncVolume(volume: PersistentVolume, view: View, version: KubernetesVersion): Pass {
  const { claimRef } = volume.spec;
  if ((claimRef?.uid ?? '') === '') {
    yield* writeVolumePhase(volume, 'Available');
    return undefined;
  }
  const found = view.get('persistentvolumeclaims', claimRef?.namespace, claimRef?.name ?? '') as
    PersistentVolumeClaim | undefined;
  const claim = found?.metadata.uid === claimRef?.uid ? found : undefined;
  if (claim === undefined) {
    yield* release(volume, version);
  } else if ((claim.spec.volumeName ?? '') === '') {
    if (volumeModeOf(volume) !== volumeModeOf(claim)) yield* tellOfMode(volume, claim);
    // Otherwise the claim is due too, and binds itself to the volume.
  } else if (claim.spec.volumeName === volume.metadata.name) yield* writeVolumePhase(volume, 'Bound');
  else if (isAnnotated(volume, provisionedBy) && volume.spec.persistentVolumeReclaimPolicy === 'Delete')
    yield* release(volume, version);
  else yield* unbind(volume);
  return undefined;
}
