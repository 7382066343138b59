/** Victims: the fewest pods of lower priority that must leave one node for a pod to fit there. */
import { labelMatcher } from '../../kube/index.ts';
import type { PodDisruptionBudget } from '../../kube/index.ts';
import { rejectionOnNode } from './feasible-nodes.ts';
import type { NodeInfo } from './node-info.ts';
import { reject, type Rejection } from './plugin.ts';
import { startMs, type PodInfo } from './pod-info.ts';
import type { PreemptionRequest } from './preemption.ts';

export interface Victims {
  pods: readonly PodInfo[];
  /** How many of them a disruption budget would have spared. */
  violations: number;
}

/** Higher priority, or running for longer. @source k8s 1.20 pkg/scheduler/util/utils.go MoreImportantPod */
const byImportance =
  (nowMs: number) =>
  (a: PodInfo, b: PodInfo): number =>
    b.priority - a.priority || startMs(a, nowMs) - startMs(b, nowMs);

/** @source k8s 1.20 pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go filterPodsWithPDBViolation */
const splitByBudget = (
  pods: readonly PodInfo[],
  budgets: readonly PodDisruptionBudget[],
): { violating: PodInfo[]; others: PodInfo[] } => {
  const allowed = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0);
  const violating: PodInfo[] = [];
  const others: PodInfo[] = [];
  for (const pod of pods) {
    let isViolated = false;
    for (const [index, { metadata, spec, status }] of budgets.entries()) {
      if (metadata.namespace !== pod.namespace || Object.keys(pod.labels).length === 0) continue;
      const matcher = labelMatcher(spec.selector);
      if (matcher.isEmpty || !matcher.matches(pod.labels)) continue;
      if (status?.disruptedPods?.[pod.pod.metadata.name] !== undefined) continue;
      allowed[index] = allowed[index]! - 1;
      if (allowed[index]! < 0) isViolated = true;
    }
    (isViolated ? violating : others).push(pod);
  }
  return { violating, others };
};

const noVictims = reject('No preemption victims found for incoming pod', true);

/**
 * Takes all pods of lower priority off the node, then puts back, the most important first, whichever the pod still fits beside.
 * The snapshot is as before when this returns.
 * @source k8s 1.20 pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go selectVictimsOnNode
 */
export const selectVictims = (request: PreemptionRequest, node: NodeInfo): Victims | Rejection => {
  const { cycle, profile, budgets, nominated, nowMs } = request;
  const { pod, snapshot } = cycle;
  const before = [...node.pods.values()];
  const potential = before.filter(({ priority }) => priority < pod.priority).sort(byImportance(nowMs));
  if (potential.length === 0) return noVictims;
  const refusal = (): Rejection | undefined =>
    rejectionOnNode(cycle, profile, node, nominated.get(node.name));
  for (const other of potential) snapshot.removePod(other.key);
  const victims: PodInfo[] = [];
  let violations = 0;
  const impossible = refusal();
  if (impossible === undefined) {
    const reprieve = (other: PodInfo): boolean => {
      snapshot.addPod(other, node.name);
      if (refusal() === undefined) return true;
      snapshot.removePod(other.key);
      victims.push(other);
      return false;
    };
    const { violating, others } = splitByBudget(potential, budgets);
    for (const other of violating) if (!reprieve(other)) violations++;
    for (const other of others) reprieve(other);
  }
  // Put back in their old order, so that asking changes nothing.
  for (const other of before) snapshot.removePod(other.key);
  for (const other of before) snapshot.addPod(other, node.name);
  return impossible ?? { pods: victims, violations };
};
