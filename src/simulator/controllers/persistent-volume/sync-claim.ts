/** One pass over a claim: it is bound to a volume, waits for one, or has lost it. */
import { compareQuantities, isAtLeast, parseQuantity } from '../../../kube/index.ts';
import type { KubernetesVersion } from '../../../kube/index.ts';
import {
  bindCompleted,
  boundByController,
  claimKeyOf,
  classOf,
  isAnnotated,
  isBoundTo,
  requestOf,
  volumeModeOf,
  waitsForConsumer,
} from '../../storage/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../storage/index.ts';
import type { View } from '../../controller.ts';
import { fail, send } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { bind, writeClaimPhase } from './binding.ts';
import { classToAssign } from './default-class.ts';
import { findVolume } from './find-volume.ts';
import { storageClassOf, waitingOf } from './waiting-claim.ts';

const tell = (about: PersistentVolumeClaim, type: 'Normal' | 'Warning', reason: string, message: string) =>
  ({ do: 'event', about, type, reason, message }) as const;

const volumeNamed = (view: View, name: string): PersistentVolume | undefined =>
  view.get('persistentvolumes', undefined, name) as PersistentVolume | undefined;

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go checkVolumeSatisfyClaim */
const mismatch = (volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined => {
  const capacity = parseQuantity(volume.spec.capacity?.['storage'] ?? '0');
  const { name, deletionTimestamp } = volume.metadata;
  if (deletionTimestamp !== undefined) return `the volume is marked for deletion "${name}"`;
  if (compareQuantities(capacity, requestOf(claim)) < 0) return 'requested PV is too small';
  if (classOf(volume) !== classOf(claim)) return 'storageClassName does not match';
  if (volumeModeOf(volume) !== volumeModeOf(claim)) return 'incompatible volumeMode';
  const modes = volume.spec.accessModes ?? [];
  return (claim.spec.accessModes ?? []).every((mode) => modes.includes(mode))
    ? undefined
    : 'incompatible accessMode';
};

/**
 * Says who is to make the volume. The annotation is called "beta" as well as by its own name since 1.23.
 * @source k8s 1.20, 1.23 pkg/controller/volume/persistentvolume/pv_controller.go setClaimProvisioner
 */
function* setProvisioner(
  claim: PersistentVolumeClaim,
  provisioner: string,
  version: KubernetesVersion,
): Pass<PersistentVolumeClaim> {
  const { annotations } = claim.metadata;
  const betaName = 'volume.beta.kubernetes.io/storage-provisioner';
  const name = isAtLeast(version, 23) ? 'volume.kubernetes.io/storage-provisioner' : betaName;
  if (annotations?.[name] === provisioner) return claim;
  const marks = { [betaName]: provisioner, [name]: provisioner };
  const metadata = { ...claim.metadata, annotations: { ...annotations, ...marks } };
  return yield* send({ do: 'update', resource: 'persistentvolumeclaims', object: { ...claim, metadata } });
}

/** A claim without a volume: given the default class, told of, and left to a provisioner. */
function* waitForVolume(claim: PersistentVolumeClaim, { view, version, note }: ClaimSync): Pass<void> {
  const defaultClass = classToAssign(claim, view, version);
  if (defaultClass !== undefined) {
    const object = { ...claim, spec: { ...claim.spec, storageClassName: defaultClass } };
    yield* send({ do: 'update', resource: 'persistentvolumeclaims', object });
    return;
  }
  const { type, reason, message, provisioner } = waitingOf(claim, view, version);
  note(message);
  if (provisioner === undefined) {
    yield tell(claim, type, reason, message);
    yield* writeClaimPhase(claim, 'Pending');
    return;
  }
  const marked = yield* setProvisioner(claim, provisioner, version);
  yield tell(marked, type, reason, message);
}

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go syncUnboundClaim */
function* syncUnbound(claim: PersistentVolumeClaim, sync: ClaimSync): Pass<void> {
  const { view, version } = sync;
  const { volumeName = '' } = claim.spec;
  if (volumeName === '') {
    const volumes = view.list('persistentvolumes') as readonly PersistentVolume[];
    const volume = findVolume(volumes, claim, waitsForConsumer(storageClassOf(claim, view)));
    if (volume === undefined) yield* waitForVolume(claim, sync);
    else yield* bind(volume, claim);
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
    const invalid = isAtLeast(version, 22) ? 'invalid' : 'Invalid';
    const { name = '', namespace = '' } = volume.spec.claimRef;
    const claimed = `volume already claimed by "${namespace}/${name}"`;
    yield* fail(`${invalid} binding of claim "${claimKeyOf(claim)}" to volume "${volumeName}": ${claimed}`);
  } else {
    const message = `volume "${volumeName}" already bound to a different claim.`;
    if (isAtLeast(version, 19)) yield tell(claim, 'Warning', 'FailedBinding', message);
    yield* writeClaimPhase(claim, 'Pending');
  }
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

export interface ClaimSync {
  view: View;
  version: KubernetesVersion;
  /** Told what is said of a claim that waits. */
  note(message: string): void;
}

export function* syncClaim(claim: PersistentVolumeClaim, sync: ClaimSync): Pass {
  if (isAnnotated(claim, bindCompleted)) yield* syncBound(claim, sync.view);
  else yield* syncUnbound(claim, sync);
  return undefined;
}
