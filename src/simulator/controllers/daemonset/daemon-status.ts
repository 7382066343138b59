/** The status of a daemon set, counted node by node. */
import { deepEqual } from '../../../kube/index.ts';
import type { DaemonSet, Pod } from '../../../kube/index.ts';
import { attempt, fail } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { isPodAvailable, isPodReady } from '../pod-state.ts';
import { byScheduledAndAge, isPodUpdated } from './daemon-pod.ts';
import type { Daemons } from './daemons.ts';

type DaemonStatus = NonNullable<DaemonSet['status']>;

const oldest = (pods: readonly Pod[]): Pod => [...pods].sort(byScheduledAndAge)[0]!;

/** @source k8s 1.20 pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus */
export const countDaemons = (daemons: Daemons, hash: string): DaemonStatus => {
  const { daemonSet, nowMs } = daemons;
  const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0 };
  for (const node of daemons.nodes) {
    const pods = daemons.podsByNode.get(node.metadata.name) ?? [];
    if (!daemons.placementOn(node).shouldRun) {
      if (pods.length > 0) counts.misscheduled++;
      continue;
    }
    counts.desired++;
    if (pods.length === 0) continue;
    counts.current++;
    const pod = oldest(pods);
    if (isPodReady(pod)) counts.ready++;
    if (isPodAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, nowMs)) counts.available++;
    if (isPodUpdated(daemonSet, pod, hash)) counts.updated++;
  }
  const unavailable = counts.desired - counts.available;
  const { collisionCount, conditions } = daemonSet.status ?? {};
  const { generation } = daemonSet.metadata;
  return {
    currentNumberScheduled: counts.current,
    numberMisscheduled: counts.misscheduled,
    desiredNumberScheduled: counts.desired,
    numberReady: counts.ready,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(counts.updated === 0 ? {} : { updatedNumberScheduled: counts.updated }),
    ...(counts.available === 0 ? {} : { numberAvailable: counts.available }),
    ...(unavailable === 0 ? {} : { numberUnavailable: unavailable }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions === undefined ? {} : { conditions }),
  };
};

const none: DaemonStatus = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
};

/** Writes the status when it differs, once more without a version when it conflicts. @source k8s 1.20 pkg/controller/daemon/daemon_controller.go storeDaemonSetStatus */
export function* writeDaemonStatus(daemonSet: DaemonSet, status: DaemonStatus): Pass<void> {
  if (deepEqual({ ...none, ...daemonSet.status }, status)) return;
  const resource = 'daemonsets.apps';
  const object = { ...daemonSet, status };
  const answer = yield* attempt({ do: 'update', resource, object, subresource: 'status' });
  if (answer.ok) return;
  if (answer.status.reason !== 'Conflict') yield* fail(answer.status.message ?? '');
  const metadata = { ...object.metadata, resourceVersion: '' };
  const again = yield* attempt({
    do: 'update',
    resource,
    object: { ...object, metadata },
    subresource: 'status',
  });
  if (!again.ok) yield* fail(again.status.message ?? '');
}
