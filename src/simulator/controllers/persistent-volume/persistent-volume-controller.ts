/** The volume binder: brings claims and volumes together, and takes volumes back. */
import { defineController } from '../../controller.ts';
import type { View } from '../../controller.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { startPass } from '../pass.ts';
import { bindCompleted, isAnnotated } from './binding.ts';
import { findVolume } from './find-volume.ts';
import type { PersistentVolume, PersistentVolumeClaim } from './storage-objects.ts';
import { syncClaim } from './sync-claim.ts';
import { syncVolume } from './sync-volume.ts';

/** @source k8s 1.20 cmd/kube-controller-manager --pvclaimbinder-sync-period */
const resyncMs = 15_000;

/** Claims are keyed "namespace/name", volumes "/name". */
const volumeKey = (name: string): string => `/${name}`;

const claims = (view: View): readonly PersistentVolumeClaim[] =>
  view.list('persistentvolumeclaims') as readonly PersistentVolumeClaim[];

/** A claim that is looked at again and finds nothing only repeats what it said: that is left to those who can be bound. */
const isWorthALook = (view: View, claim: PersistentVolumeClaim): boolean =>
  !isAnnotated(claim, bindCompleted) &&
  ((claim.spec.volumeName ?? '') !== '' ||
    findVolume(view.list('persistentvolumes') as readonly PersistentVolume[], claim) !== undefined);

export const persistentVolumeController = defineController({
  name: 'persistentvolume-controller',
  summary: 'Binds claims to volumes.',
  create: () => ({
    watches: [
      {
        resource: 'persistentvolumes',
        keys({ object, isDeleted }) {
          const { claimRef } = (object as PersistentVolume).spec;
          const claimant =
            claimRef === undefined || !isDeleted
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
          return isDeleted ? volume : [keyOf(object), ...volume];
        },
      },
    ],
    resync: {
      everyMs: resyncMs,
      keys: (view) =>
        claims(view)
          .filter((claim) => isWorthALook(view, claim))
          .map(keyOf),
    },
    reconcile(key, view) {
      const { namespace, name } = splitKey(key);
      if (namespace === '') {
        const volume = view.get('persistentvolumes', undefined, name) as PersistentVolume | undefined;
        return volume === undefined ? { actions: [] } : startPass(syncVolume(volume, view));
      }
      const claim = view.get('persistentvolumeclaims', namespace, name) as PersistentVolumeClaim | undefined;
      return claim === undefined ? { actions: [] } : startPass(syncClaim(claim, view));
    },
  }),
});
