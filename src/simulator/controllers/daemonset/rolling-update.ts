/** Rolling update of a daemon set: pods of old templates are deleted as far as availability allows. */
import { scaledIntOrPercent } from '../../../kube/index.ts';
import type { Pod } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import { isPodAvailable } from '../pod-state.ts';
import { isPodUpdated } from './daemon-pod.ts';
import type { Daemons } from './daemons.ts';
import { allowsSurge, rollWithSurge } from './surge.ts';
import { syncNodes } from './sync-nodes.ts';

const isAvailable = ({ daemonSet, nowMs }: Daemons, pod: Pod): boolean =>
  isPodAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, nowMs);

/**
 * How many nodes may be without an available pod, and how many are.
 * @throws ValueError when maxUnavailable is neither a number nor a percentage
 * @source k8s 1.20 pkg/controller/daemon/update.go getUnavailableNumbers
 */
export const countUnavailable = (daemons: Daemons): { most: number; unavailable: number } => {
  let desired = 0;
  let unavailable = 0;
  for (const node of daemons.nodes) {
    if (!daemons.placementOn(node).shouldRun) continue;
    desired++;
    const pods = daemons.podsByNode.get(node.metadata.name) ?? [];
    const hasAvailable = pods.some(
      (pod) => pod.metadata.deletionTimestamp === undefined && isAvailable(daemons, pod),
    );
    if (!hasAvailable) unavailable++;
  }
  const { maxUnavailable = 1 } = daemons.daemonSet.spec.updateStrategy?.rollingUpdate ?? {};
  return { most: scaledIntOrPercent(maxUnavailable, desired, true), unavailable };
};

/** @source k8s 1.20 pkg/controller/daemon/update.go rollingUpdate */
export function* rollDaemons(daemons: Daemons, hash: string): Pass<void> {
  if (allowsSurge(daemons.daemonSet, daemons.version)) return yield* rollWithSurge(daemons, hash);
  const old: Pod[] = [];
  for (const pods of daemons.podsByNode.values())
    old.push(...pods.filter((pod) => !isPodUpdated(daemons.daemonSet, pod, hash)));
  if (old.length === 0) return;
  const { most, unavailable } = countUnavailable(daemons);
  const dead = old.filter((pod) => !isAvailable(daemons, pod));
  const alive = old.filter((pod) => isAvailable(daemons, pod));
  const doomed = [
    ...dead.filter(({ metadata }) => metadata.deletionTimestamp === undefined),
    ...alive.slice(0, Math.max(most - unavailable, 0)),
  ];
  yield* syncNodes(daemons, hash, [], doomed);
}
