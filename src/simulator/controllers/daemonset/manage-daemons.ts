/** Bringing a daemon set's pods onto the nodes they belong on, and off the others. */
import type { Pod } from '../../../kube/index.ts';
import { fail } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { createPod, deletePod } from '../pod-control.ts';
import { slowStart } from '../slow-start.ts';
import type { Daemons } from './daemons.ts';
import { byScheduledAndAge, daemonPodMaker } from './daemon-pod.ts';

/** Pods created, and pods deleted, in one pass at most. @source k8s 1.20 pkg/controller/daemon/daemon_controller.go BurstReplicas */
const burstReplicas = 250;

interface NodePlan {
  create: string[];
  delete: Pod[];
  /** A failed pod waits for its back-off. */
  retryAfterMs: number | undefined;
}

const isDeleted = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined;

/** What is to be done about the pods on one node that they may stay on. */
function* tidyNode(daemons: Daemons, nodeName: string, pods: readonly Pod[], plan: NodePlan): Pass<void> {
  const { daemonSet, failedPods, nowMs } = daemons;
  const running: Pod[] = [];
  for (const pod of pods) {
    if (isDeleted(pod)) continue;
    if (pod.status?.phase !== 'Failed') {
      running.push(pod);
      continue;
    }
    const key = `${daemonSet.metadata.uid ?? ''}/${daemonSet.metadata.generation ?? 0}/${nodeName}`;
    const delayMs = failedPods.delayMs(key, nowMs);
    if (delayMs !== undefined) {
      plan.retryAfterMs = Math.min(delayMs, plan.retryAfterMs ?? delayMs);
      continue;
    }
    failedPods.next(key, nowMs);
    const { namespace = '', name } = pod.metadata;
    const message = `Found failed daemon pod ${namespace}/${name} on node ${nodeName}, will try to kill it`;
    yield { do: 'event', about: daemonSet, type: 'Warning', reason: 'FailedDaemonPod', message };
    plan.delete.push(pod);
  }
  if (running.length > 1) plan.delete.push(...running.sort(byScheduledAndAge).slice(1));
}

/** @source k8s 1.20 pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode */
function* planNodes(daemons: Daemons): Pass<NodePlan> {
  const plan: NodePlan = { create: [], delete: [], retryAfterMs: undefined };
  for (const node of daemons.nodes) {
    const { name } = node.metadata;
    const { shouldRun, shouldContinueRunning } = daemons.placementOn(node);
    const pods = daemons.podsByNode.get(name);
    if (shouldRun && pods === undefined) plan.create.push(name);
    else if (shouldContinueRunning) yield* tidyNode(daemons, name, pods ?? [], plan);
    else plan.delete.push(...(pods ?? []).filter((pod) => !isDeleted(pod)));
  }
  // Pods made for a node that has gone are never scheduled, and nobody else deletes them.
  const names = new Set(daemons.nodes.map(({ metadata }) => metadata.name));
  for (const [name, pods] of daemons.podsByNode)
    if (!names.has(name)) plan.delete.push(...pods.filter(({ spec }) => (spec.nodeName ?? '') === ''));
  return plan;
}

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

/**
 * Answers whether it did anything, and when to look at failed pods again.
 * @source k8s 1.20 pkg/controller/daemon/daemon_controller.go manage
 */
export function* manageDaemons(
  daemons: Daemons,
  hash: string,
): Pass<{ isChanged: boolean; retryAfterMs: number | undefined }> {
  const plan = yield* planNodes(daemons);
  yield* syncNodes(daemons, hash, plan.create, plan.delete);
  return { isChanged: plan.create.length + plan.delete.length > 0, retryAfterMs: plan.retryAfterMs };
}
