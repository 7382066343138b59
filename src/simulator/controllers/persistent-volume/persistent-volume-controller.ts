/** The volume binder: brings claims and volumes together, and takes volumes back. */
import type { KubernetesVersion, ObjectReference } from '../../../kube/index.ts';
import { bindCompleted, isAnnotated, waitsForConsumer } from '../../storage/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../storage/index.ts';
import { defineController } from '../../controller.ts';
import type { View } from '../../controller.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { startPass } from '../pass.ts';
import { classToAssign } from './default-class.ts';
import { findVolume } from './find-volume.ts';
import { syncClaim } from './sync-claim.ts';
import { syncVolume } from './sync-volume.ts';
import { storageClassOf, waitingOf } from './waiting-claim.ts';

/** @source k8s 1.20 cmd/kube-controller-manager --pvclaimbinder-sync-period */
const resyncMs = 15_000;

/** Claims are keyed "namespace/name", volumes "/name". */
const volumeKey = (name: string): string => `/${name}`;

const claims = (view: View): readonly PersistentVolumeClaim[] =>
  view.list('persistentvolumeclaims') as readonly PersistentVolumeClaim[];

const isUnbound = ({ namespace, name = '' }: ObjectReference, view: View): boolean => {
  const claim = view.get('persistentvolumeclaims', namespace, name) as PersistentVolumeClaim | undefined;
  return claim !== undefined && (claim.spec.volumeName ?? '') === '';
};

/** A claim that is looked at again and finds nothing only repeats what it said: that is left to those of whom there is news. */
const isWorthALook = (
  claim: PersistentVolumeClaim,
  view: View,
  version: KubernetesVersion,
  said: string | undefined,
): boolean =>
  !isAnnotated(claim, bindCompleted) &&
  ((claim.spec.volumeName ?? '') !== '' ||
    waitingOf(claim, view, version).message !== said ||
    classToAssign(claim, view, version) !== undefined ||
    findVolume(
      view.list('persistentvolumes') as readonly PersistentVolume[],
      claim,
      waitsForConsumer(storageClassOf(claim, view)),
    ) !== undefined);

/** Until a volume that was just made has been looked at. */
const settlesWithinMs = 10;

const isNew = ({ spec, status }: PersistentVolume): boolean =>
  spec.claimRef === undefined && (status?.phase ?? 'Pending') === 'Pending';

/**
 * A volume and its claim of one file: a client's requests take some milliseconds each, in which upstream has marked the volume
 * Available before the claim comes.
 * @deviates here requests take no time; the claim waits for new volumes instead
 */
const comesWithItsVolume = (claim: PersistentVolumeClaim, view: View): boolean =>
  (claim.spec.volumeName ?? '') === '' &&
  (view.list('persistentvolumes') as readonly PersistentVolume[]).some(isNew);

export const persistentVolumeController = defineController({
  name: 'persistentvolume-controller',
  summary: 'Binds claims to volumes.',
  create({ version }) {
    /** What was last said of each claim that waits. */
    const said = new Map<string, string>();
    return {
      watches: [
        {
          resource: 'persistentvolumes',
          keys({ object, isDeleted }, view) {
            const { claimRef } = (object as PersistentVolume).spec;
            // A claim that a provisioner has made a volume for binds itself to it.
            const claimant =
              claimRef === undefined || (!isDeleted && !isUnbound(claimRef, view))
                ? []
                : [`${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`];
            return [...(isDeleted ? [] : [volumeKey(object.metadata.name)]), ...claimant];
          },
        },
        {
          resource: 'persistentvolumeclaims',
          keys({ object, isDeleted }) {
            const { volumeName = '' } = (object as PersistentVolumeClaim).spec;
            const volume = volumeName === '' ? [] : [volumeKey(volumeName)];
            if (isDeleted) said.delete(keyOf(object));
            return isDeleted ? volume : [keyOf(object), ...volume];
          },
        },
      ],
      resync: {
        everyMs: resyncMs,
        keys: (view) =>
          claims(view)
            .filter((claim) => isWorthALook(claim, view, version, said.get(keyOf(claim))))
            .map(keyOf),
      },
      reconcile(key, view) {
        const { namespace, name } = splitKey(key);
        if (namespace === '') {
          const volume = view.get('persistentvolumes', undefined, name) as PersistentVolume | undefined;
          return volume === undefined ? { actions: [] } : startPass(syncVolume(volume, view, version));
        }
        const claim = view.get('persistentvolumeclaims', namespace, name) as
          PersistentVolumeClaim | undefined;
        if (claim === undefined) return { actions: [] };
        if (comesWithItsVolume(claim, view)) return { actions: [], requeueAfterMs: settlesWithinMs };
        const note = (message: string): void => void said.set(key, message);
        return startPass(syncClaim(claim, { view, version, note }));
      },
    };
  },
});
