/** Surge: a daemon set may run the new pod beside the old one until the new one is available. */
import { isAtLeast, scaledIntOrPercent } from '../../../kube/index.ts';
import type { DaemonSet, KubernetesVersion, Pod } from '../../../kube/index.ts';
import { revisionHashLabel } from '../controller-revisions.ts';
import type { Pass } from '../pass.ts';
import { isPodAvailable, isPodReady } from '../pod-state.ts';
import { byScheduledAndAge, isPodUpdated } from './daemon-pod.ts';
import type { Daemons } from './daemons.ts';
import { syncNodes } from './sync-nodes.ts';

/** @since k8s 1.22 */
export const allowsSurge = ({ spec }: DaemonSet, version: KubernetesVersion): boolean => {
  const maxSurge = spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0;
  return (
    isAtLeast(version, 22) &&
    spec.updateStrategy?.type === 'RollingUpdate' &&
    scaledIntOrPercent(maxSurge, 100, true) > 0
  );
};

const isAvailable = ({ daemonSet, nowMs }: Daemons, pod: Pod): boolean =>
  isPodAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, nowMs);

/**
 * Of several running pods on a node those that are too many: an old one stays only while it is ready and the new one is
 * not yet available.
 * @source k8s 1.22 pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode
 */
export const surplusWithSurge = (daemons: Daemons, running: readonly Pod[], hash: string): Pod[] => {
  if (running.length <= 1) return [];
  const sorted = [...running].sort(byScheduledAndAge);
  const isNew = (pod: Pod): boolean => pod.metadata.labels?.[revisionHashLabel] === hash;
  const current = sorted.find(isNew);
  const old = sorted.find((pod) => !isNew(pod));
  const surplus = sorted.filter((pod) => pod !== current && pod !== old);
  if (current !== undefined && old !== undefined && (!isPodReady(old) || isAvailable(daemons, current)))
    surplus.push(old);
  return surplus;
};

type NodeState = 'settled' | 'waiting' | 'replace' | 'candidate';

/** What a node needs; `done` takes the old pod whose successor is available. */
const stateOf = (daemons: Daemons, pods: readonly Pod[], hash: string, done: Pod[]): NodeState => {
  const staying = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const updated = staying.filter((pod) => isPodUpdated(daemons.daemonSet, pod, hash));
  const old = staying.filter((pod) => !updated.includes(pod));
  if (updated.length > 1 || old.length > 1) return 'waiting';
  const [oldPod] = old;
  const [newPod] = updated;
  if (oldPod === undefined) return 'settled';
  if (newPod === undefined) return isAvailable(daemons, oldPod) ? 'candidate' : 'replace';
  if (!isAvailable(daemons, newPod)) return 'waiting';
  done.push(oldPod);
  return 'settled';
};

/** @source k8s 1.22 pkg/controller/daemon/update.go rollingUpdate */
export function* rollWithSurge(daemons: Daemons, hash: string): Pass<void> {
  const { daemonSet, nodes, placementOn } = daemons;
  const desired = nodes.filter((node) => placementOn(node).shouldRun).length;
  const most = scaledIntOrPercent(daemonSet.spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0, desired, true);
  const done: Pod[] = [];
  const nodeNames: Record<NodeState, string[]> = { settled: [], waiting: [], replace: [], candidate: [] };
  for (const [name, pods] of daemons.podsByNode) nodeNames[stateOf(daemons, pods, hash, done)].push(name);
  const room = Math.max(most - nodeNames.waiting.length, 0);
  yield* syncNodes(daemons, hash, [...nodeNames.replace, ...nodeNames.candidate.slice(0, room)], done);
}
