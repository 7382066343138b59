/** One pass over a claim: it is bound to a volume, waits for one, or has lost it. */
import { compareQuantities, parseQuantity } from '../../../kube/index.ts';
import type { View } from '../../controller.ts';
import { fail } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { bind, bindCompleted, boundByController, isAnnotated, writeClaimPhase } from './binding.ts';
import { findVolume } from './find-volume.ts';
import { classOf, isBoundTo, volumeModeOf } from './storage-objects.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from './storage-objects.ts';

const tell = (about: PersistentVolumeClaim, type: 'Normal' | 'Warning', reason: string, message: string) =>
  ({ do: 'event', about, type, reason, message }) as const;

const volumeNamed = (view: View, name: string): PersistentVolume | undefined =>
  view.get('persistentvolumes', undefined, name) as PersistentVolume | undefined;

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go checkVolumeSatisfyClaim */
const mismatch = (volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined => {
  const capacity = parseQuantity(volume.spec.capacity?.['storage'] ?? '0');
  const request = parseQuantity(claim.spec.resources?.requests?.['storage'] ?? '0');
  if (compareQuantities(capacity, request) < 0) return 'requested PV is too small';
  if (classOf(volume) !== classOf(claim)) return 'storageClassName does not match';
  if (volumeModeOf(volume) !== volumeModeOf(claim)) return 'incompatible volumeMode';
  const modes = volume.spec.accessModes ?? [];
  return (claim.spec.accessModes ?? []).every((mode) => modes.includes(mode))
    ? undefined
    : 'incompatible accessMode';
};

/** Why there is no volume yet, and who might make one. @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go provisionClaim */
function* tellOfWaiting(claim: PersistentVolumeClaim, storageClass: StorageClass | undefined): Pass<void> {
  const name = classOf(claim);
  if (name === '') {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    yield tell(claim, 'Normal', 'FailedBinding', message);
  } else if (storageClass === undefined) {
    const message = `storageclass.storage.k8s.io "${name}" not found`;
    yield tell(claim, 'Warning', 'ProvisioningFailed', message);
  } else if (storageClass.volumeBindingMode === 'WaitForFirstConsumer') {
    const message = 'waiting for first consumer to be created before binding';
    yield tell(claim, 'Normal', 'WaitForFirstConsumer', message);
  } else if (storageClass.provisioner.startsWith('kubernetes.io/')) {
    yield tell(claim, 'Warning', 'ProvisioningFailed', 'no volume plugin matched');
  } else {
    const message = `waiting for a volume to be created, either by external provisioner "${storageClass.provisioner}" or manually created by system administrator`;
    yield tell(claim, 'Normal', 'ExternalProvisioning', message);
  }
}

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go syncUnboundClaim */
function* syncUnbound(claim: PersistentVolumeClaim, view: View): Pass<void> {
  const { volumeName = '' } = claim.spec;
  if (volumeName === '') {
    const storageClass = view.get('storageclasses.storage.k8s.io', undefined, classOf(claim)) as
      StorageClass | undefined;
    const waitsForConsumer = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
    const volumes = view.list('persistentvolumes') as readonly PersistentVolume[];
    const volume = findVolume(volumes, claim, waitsForConsumer);
    if (volume !== undefined) {
      yield* bind(volume, claim);
      return;
    }
    yield* tellOfWaiting(claim, storageClass);
    yield* writeClaimPhase(claim, 'Pending');
    return;
  }
  const volume = volumeNamed(view, volumeName);
  if (volume === undefined) yield* writeClaimPhase(claim, 'Pending');
  else if (volume.spec.claimRef === undefined) {
    const why = mismatch(volume, claim);
    if (why === undefined) {
      yield* bind(volume, claim);
      return;
    }
    const message = `Cannot bind to requested volume "${volumeName}": ${why}`;
    yield tell(claim, 'Warning', 'VolumeMismatch', message);
    yield* writeClaimPhase(claim, 'Pending');
  } else if (isBoundTo(volume, claim)) yield* bind(volume, claim);
  else if (isAnnotated(claim, boundByController)) {
    const name = `${claim.metadata.namespace ?? ''}/${claim.metadata.name}`;
    yield* fail(`invalid binding of claim "${name}" to volume "${volumeName}": volume already claimed`);
  } else yield* writeClaimPhase(claim, 'Pending');
}

function* lose(claim: PersistentVolumeClaim, reason: string, message: string): Pass<void> {
  if (claim.status?.phase === 'Lost') return;
  yield* writeClaimPhase(claim, 'Lost');
  yield tell(claim, 'Warning', reason, message);
}

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go syncBoundClaim */
function* syncBound(claim: PersistentVolumeClaim, view: View): Pass<void> {
  const { volumeName = '' } = claim.spec;
  const volume = volumeNamed(view, volumeName);
  const lost = 'Data on the volume is lost!';
  if (volumeName === '')
    yield* lose(claim, 'ClaimLost', `Bound claim has lost reference to PersistentVolume. ${lost}`);
  else if (volume === undefined)
    yield* lose(claim, 'ClaimLost', `Bound claim has lost its PersistentVolume. ${lost}`);
  else if (volume.spec.claimRef === undefined || volume.spec.claimRef.uid === claim.metadata.uid)
    yield* bind(volume, claim);
  else {
    const message = 'Two claims are bound to the same volume, this one is bound incorrectly';
    yield* lose(claim, 'ClaimMisbound', message);
  }
}

export function* syncClaim(claim: PersistentVolumeClaim, view: View): Pass {
  if (isAnnotated(claim, bindCompleted)) yield* syncBound(claim, view);
  else yield* syncUnbound(claim, view);
  return undefined;
}
