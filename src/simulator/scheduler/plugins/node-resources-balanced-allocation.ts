/** NodeResourcesBalancedAllocation: the closer the used shares of CPU and memory are to each other, the better. */
import { hasBackport, isAtLeast } from '../../../kube/index.ts';
import { maxNodeScore, type SchedulerPlugin } from '../plugin.ts';

const shareOf = (requested: number, capacity: number): number => (capacity === 0 ? 1 : requested / capacity);

/** Full shares are worth nothing at all. @until k8s 1.21 */
const byDifference = (cpu: number, memory: number): number =>
  cpu >= 1 || memory >= 1 ? 0 : Math.trunc((1 - Math.abs(cpu - memory)) * maxNodeScore);

/** A share above 1 counts as 1; half the difference is the standard deviation of two. @since k8s 1.22 */
const byDeviation = (cpu: number, memory: number): number =>
  Math.trunc((1 - Math.abs(Math.min(cpu, 1) - Math.min(memory, 1)) / 2) * maxNodeScore);

/**
 * Since 1.22.4 (kubernetes/kubernetes#105845) containers that ask for nothing count for nothing, since 1.33 a pod of such
 * containers is not scored, and since 1.36 what counts is by how much the pod betters the balance.
 * @source k8s 1.20 pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go balancedResourceScorer
 */
export const nodeResourcesBalancedAllocation: SchedulerPlugin = {
  name: 'NodeResourcesBalancedAllocation',
  score({ pod: { requests }, version }, nodes, scores) {
    const score = isAtLeast(version, 22) ? byDeviation : byDifference;
    const isAsAsked = hasBackport(version, 23, { 22: 4 });
    const isByGain = isAtLeast(version, 36);
    const podCpu = isAsAsked ? requests.cpuMillis : requests.nonZeroCpuMillis;
    const podMemory = isAsAsked ? requests.memoryBytes : requests.nonZeroMemoryBytes;
    if (isAtLeast(version, 33) && podCpu === 0 && podMemory === 0) return 0;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      const nodeCpu = isAsAsked ? node.cpuMillis : node.nonZeroCpuMillis;
      const nodeMemory = isAsAsked ? node.memoryBytes : node.nonZeroMemoryBytes;
      const on = (cpu: number, memory: number): number =>
        score(shareOf(cpu, node.allocatableCpuMillis), shareOf(memory, node.allocatableMemoryBytes));
      const after = on(nodeCpu + podCpu, nodeMemory + podMemory);
      scores[index] = isByGain
        ? maxNodeScore / 2 + Math.trunc((maxNodeScore / 2 + after - on(nodeCpu, nodeMemory)) / 2)
        : after;
    }
    return undefined;
  },
};
