/** How a volume and a claim are bound to each other, step by step. */
import { deepEqual } from '../../../kube/index.ts';
import type { KubeObject } from '../../../kube/index.ts';
import { bindCompleted, boundByController, boundVolume, isAnnotated } from '../../storage/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../storage/index.ts';
import { send } from '../pass.ts';
import type { Pass } from '../pass.ts';

const annotated = (object: KubeObject, ...names: string[]): KubeObject['metadata'] => ({
  ...object.metadata,
  annotations: { ...object.metadata.annotations, ...Object.fromEntries(names.map((name) => [name, 'yes'])) },
});

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go updateVolumePhase */
export function* writeVolumePhase(
  volume: PersistentVolume,
  phase: string,
  message = '',
): Pass<PersistentVolume> {
  if (volume.status?.phase === phase) return volume;
  const object: PersistentVolume = { ...volume, status: { phase, ...(message === '' ? {} : { message }) } };
  return yield* send({ do: 'update', resource: 'persistentvolumes', object, subresource: 'status' });
}

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go updateClaimStatus */
export function* writeClaimPhase(
  claim: PersistentVolumeClaim,
  phase: string,
  volume?: PersistentVolume,
): Pass<void> {
  const found =
    volume === undefined
      ? {}
      : { accessModes: volume.spec.accessModes ?? [], capacity: { ...volume.spec.capacity } };
  const status = { phase, ...found };
  const { phase: oldPhase, accessModes, capacity } = claim.status ?? {};
  const old = {
    ...(accessModes === undefined ? {} : { accessModes }),
    ...(capacity === undefined ? {} : { capacity }),
  };
  if (oldPhase === phase && deepEqual(old, found)) return;
  const object: PersistentVolumeClaim = { ...claim, status };
  yield* send({ do: 'update', resource: 'persistentvolumeclaims', object, subresource: 'status' });
}

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go bindVolumeToClaim */
function* bindVolume(volume: PersistentVolume, claim: PersistentVolumeClaim): Pass<PersistentVolume> {
  const object = boundVolume(volume, claim);
  return object === volume ? volume : yield* send({ do: 'update', resource: 'persistentvolumes', object });
}

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go bindClaimToVolume */
function* bindClaim(claim: PersistentVolumeClaim, volume: PersistentVolume): Pass<PersistentVolumeClaim> {
  const isNamed = claim.spec.volumeName === volume.metadata.name;
  if (isNamed && isAnnotated(claim, bindCompleted)) return claim;
  const object: PersistentVolumeClaim = {
    ...claim,
    metadata: isNamed ? annotated(claim, bindCompleted) : annotated(claim, bindCompleted, boundByController),
    spec: { ...claim.spec, volumeName: volume.metadata.name },
  };
  return yield* send({ do: 'update', resource: 'persistentvolumeclaims', object });
}

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go bind */
export function* bind(volume: PersistentVolume, claim: PersistentVolumeClaim): Pass<void> {
  const kept = yield* bindVolume(volume, claim);
  const bound = yield* writeVolumePhase(kept, 'Bound');
  const named = yield* bindClaim(claim, bound);
  yield* writeClaimPhase(named, 'Bound', bound);
}
