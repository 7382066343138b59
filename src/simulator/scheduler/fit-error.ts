/** FitError: why no node fits a pod, as the scheduler says it. */
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

export const noNodesMessage = 'no nodes available to schedule pods';
