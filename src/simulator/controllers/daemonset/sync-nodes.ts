/** The writes of a daemon set: pods created for nodes, pods deleted. */
import type { Pod } from '../../../kube/index.ts';
import { fail } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { createPod, deletePod } from '../pod-control.ts';
import { slowStart } from '../slow-start.ts';
import type { Daemons } from './daemons.ts';
import { daemonPodMaker } from './daemon-pod.ts';

/** Pods created, and pods deleted, in one pass at most. @source k8s 1.20 pkg/controller/daemon/daemon_controller.go BurstReplicas */
const burstReplicas = 250;

const joined = (failures: readonly string[]): string =>
  failures.length === 1 ? failures[0]! : `[${[...new Set(failures)].join(', ')}]`;

/**
 * Creates and deletes; a failure ends the pass.
 * @source k8s 1.20 pkg/controller/daemon/daemon_controller.go syncNodes
 */
export function* syncNodes(
  { daemonSet }: Daemons,
  hash: string,
  nodeNames: readonly string[],
  surplus: readonly Pod[],
): Pass<void> {
  const makePod = daemonPodMaker(daemonSet, hash);
  const failures: (string | undefined)[] = [];
  const created = nodeNames.slice(0, burstReplicas);
  failures.push(yield* slowStart(created.length, (index) => createPod(daemonSet, makePod(created[index]!))));
  for (const pod of surplus.slice(0, burstReplicas)) failures.push(yield* deletePod(daemonSet, pod));
  const real = failures.filter((failure) => failure !== undefined);
  if (real.length > 0) yield* fail(joined(real));
}
