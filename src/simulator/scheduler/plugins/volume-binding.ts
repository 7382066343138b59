/** VolumeBinding's filter: claims must be there, and the node must reach their volumes or volumes to be. */
import { isAtLeast } from '../../../kube/index.ts';
import { claimsOf, findPodVolumes } from '../pod-volumes.ts';
import type { PodClaims } from '../pod-volumes.ts';
import { reject, type Cycle, type Rejection, type SchedulerPlugin } from '../plugin.ts';

const unboundMessage = 'pod has unbound immediate PersistentVolumeClaims';

/**
 * An error until 1.19 (a claim that is not there) or 1.18 (one that is not bound): no node is counted then.
 * @source k8s 1.18 pkg/scheduler/core/generic_scheduler.go podPassesBasicChecks
 * @source k8s 1.18 pkg/scheduler/framework/v1alpha1/framework.go RunFilterPlugins
 */
const refuseAll = ({ pod, version }: Cycle, why: string): Rejection => {
  if (why !== unboundMessage)
    return isAtLeast(version, 20) ? reject(why, false) : { ...reject(why, false), isError: true };
  if (isAtLeast(version, 19)) return reject(why, false);
  const { name } = pod.pod.metadata;
  return {
    ...reject(`running "VolumeBinding" filter plugin for pod "${name}": ${why}`, false),
    isError: true,
  };
};

const claimsIn = ({ pod, snapshot, version }: Cycle): PodClaims | string | undefined =>
  snapshot.volumes === undefined ? undefined : claimsOf(pod.pod, pod.namespace, snapshot.volumes, version);

/** @source k8s 1.20 pkg/scheduler/framework/plugins/volumebinding/volume_binding.go */
export const volumeBinding: SchedulerPlugin = {
  name: 'VolumeBinding',
  preFilter(cycle) {
    const claims = claimsIn(cycle);
    if (claims === undefined) return undefined;
    if (typeof claims === 'string') return refuseAll(cycle, claims);
    return claims.immediate.length > 0 ? refuseAll(cycle, unboundMessage) : undefined;
  },
  filter(cycle) {
    const { volumes } = cycle.snapshot;
    const claims = claimsIn(cycle);
    if (volumes === undefined || claims === undefined || typeof claims === 'string') return undefined;
    return (node) => {
      const found = findPodVolumes(claims, volumes, node, cycle.version);
      return 'reasons' in found ? { reasons: found.reasons, isResolvable: false } : undefined;
    };
  },
};
