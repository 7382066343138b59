/** Bringing a daemon set's pods onto the nodes they belong on, and off the others. */
import type { Pod } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import type { Daemons } from './daemons.ts';
import { byScheduledAndAge } from './daemon-pod.ts';
import { allowsSurge, surplusWithSurge } from './surge.ts';
import { syncNodes } from './sync-nodes.ts';

interface NodePlan {
  /** What marks pods of the present template. */
  hash: string;
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
  const surplus = allowsSurge(daemonSet, daemons.version)
    ? surplusWithSurge(daemons, running, plan.hash)
    : running.sort(byScheduledAndAge).slice(1);
  plan.delete.push(...surplus);
}

/** @source k8s 1.20 pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode */
function* planNodes(daemons: Daemons, hash: string): Pass<NodePlan> {
  const plan: NodePlan = { hash, create: [], delete: [], retryAfterMs: undefined };
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

/**
 * Answers whether it did anything, and when to look at failed pods again.
 * @source k8s 1.20 pkg/controller/daemon/daemon_controller.go manage
 */
export function* manageDaemons(
  daemons: Daemons,
  hash: string,
): Pass<{ isChanged: boolean; retryAfterMs: number | undefined }> {
  const plan = yield* planNodes(daemons, hash);
  yield* syncNodes(daemons, hash, plan.create, plan.delete);
  return { isChanged: plan.create.length + plan.delete.length > 0, retryAfterMs: plan.retryAfterMs };
}
