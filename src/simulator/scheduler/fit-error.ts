/** FitError: why no node fits a pod, as the scheduler says it. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubernetesVersion } from '../../kube/index.ts';
import type { FeasibleNodes } from './feasible-nodes.ts';
import type { Rejection } from './plugin.ts';

/**
 * "0/4 nodes are available: 1 Insufficient cpu, 3 node(s) were unschedulable.": the reasons counted and sorted as texts.
 * @source k8s 1.20 pkg/scheduler/core/generic_scheduler.go FitError.Error
 */
export const fitErrorMessage = (nodeCount: number, rejections: Iterable<Rejection>): string => {
  const counts = new Map<string, number>();
  for (const { reasons } of rejections)
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`);
  // Go sorts by bytes; the reasons are ASCII.
  texts.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `0/${nodeCount} nodes are available: ${texts.join(', ')}.`;
};

/**
 * What is said when no node fits. What was found before any node was looked at stands for itself since 1.26.
 * @source k8s 1.26 pkg/scheduler/framework/types.go FitError.Error
 */
export const refusalMessage = (
  nodeCount: number,
  { refusal, rejections }: FeasibleNodes,
  version: KubernetesVersion,
): string => {
  if (refusal?.isError === true) return refusal.reasons.join(', ');
  if (refusal === undefined || !isAtLeast(version, 26))
    return fitErrorMessage(nodeCount, rejections.values());
  return `0/${nodeCount} nodes are available: ${refusal.reasons.join(', ')}.`;
};

/**
 * What is told of preemption that came to nothing, behind the reasons. Since 1.34 the plugin for resource claims speaks first;
 * it fails when the pod was refused before it had a look at it.
 * @source k8s 1.24, 1.26, 1.29 pkg/scheduler/framework/types.go FitError.Error
 * @source k8s 1.34 pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go PostFilter
 */
export const afterPreemption = (
  message: string,
  preemption: string,
  isRefused: boolean,
  version: KubernetesVersion,
): string => {
  if (!isAtLeast(version, 24)) return message;
  if (!isAtLeast(version, 34)) {
    const isDotted = isAtLeast(version, 26) && !isAtLeast(version, 29);
    return `${message} preemption: ${preemption}${isDotted ? '.' : ''}`;
  }
  return isRefused
    ? `${message} not found`
    : `${message} no new claims to deallocate, preemption: ${preemption}`;
};

export const noNodesMessage = 'no nodes available to schedule pods';
