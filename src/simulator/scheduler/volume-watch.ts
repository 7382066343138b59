/** What changes of volumes, claims and classes mean for pods that could not be scheduled. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubeObject, WatchEvent } from '../../kube/index.ts';
import { claimNamesOf, waitsForConsumer } from '../storage/index.ts';
import type { StorageClass } from '../storage/index.ts';
import type { Watched } from './cluster-watch.ts';
import type { PodInfo } from './pod-info.ts';

const hasClaims = ({ pod }: PodInfo): boolean => claimNamesOf(pod).length > 0;

/**
 * All pods are tried again; since 1.22 only those that volumes may have kept back, and since 1.32 only those that mount the claim.
 * @source k8s 1.20 pkg/scheduler/eventhandlers.go onPvAdd, onPvcAdd, onStorageClassAdd
 * @source k8s 1.22 pkg/scheduler/framework/plugins/volumebinding/volume_binding.go EventsToRegister; 1.32 isSchedulableAfterPersistentVolumeClaimChange
 */
export const watchVolumes = ({ world, queue, wake }: Watched): void => {
  const { api, version, nowMs } = world;
  const move = (isConcerned: (pod: PodInfo) => boolean): void => {
    queue.move(nowMs(), isAtLeast(version, 22) ? isConcerned : undefined);
    wake();
  };
  api.watch('persistentvolumes', {}, ({ type }: WatchEvent<KubeObject>) => {
    if (type !== 'DELETED') move(hasClaims);
  });
  api.watch('persistentvolumeclaims', {}, ({ type, object }: WatchEvent<KubeObject>) => {
    if (type === 'DELETED') return;
    const { name, namespace } = object.metadata;
    move((pod) =>
      isAtLeast(version, 32)
        ? pod.namespace === namespace && claimNamesOf(pod.pod).includes(name)
        : hasClaims(pod),
    );
  });
  api.watch('storageclasses.storage.k8s.io', {}, ({ type, object }: WatchEvent<KubeObject>) => {
    const isNews = isAtLeast(version, 22)
      ? type !== 'DELETED'
      : type === 'ADDED' && waitsForConsumer(object as unknown as StorageClass);
    if (isNews) move(hasClaims);
  });
};
