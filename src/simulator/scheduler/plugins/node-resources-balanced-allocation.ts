/** NodeResourcesBalancedAllocation: the closer the used shares of CPU and memory are to each other, the better. */
import { isAtLeast } from '../../../kube/index.ts';
import { maxNodeScore, type SchedulerPlugin } from '../plugin.ts';

const shareOf = (requested: number, capacity: number): number => (capacity === 0 ? 1 : requested / capacity);

/**
 * Since 1.22 a share above 1 counts as 1, and the standard deviation (half the difference) is what counts against a node.
 * @source k8s 1.20 pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go balancedResourceScorer
 */
export const nodeResourcesBalancedAllocation: SchedulerPlugin = {
  name: 'NodeResourcesBalancedAllocation',
  score({ pod: { requests }, version }, nodes, scores) {
    const isDeviation = isAtLeast(version, 22);
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      const cpu = shareOf(node.nonZeroCpuMillis + requests.nonZeroCpuMillis, node.allocatableCpuMillis);
      const memory = shareOf(
        node.nonZeroMemoryBytes + requests.nonZeroMemoryBytes,
        node.allocatableMemoryBytes,
      );
      if (isDeviation)
        scores[index] = Math.trunc((1 - Math.abs(Math.min(cpu, 1) - Math.min(memory, 1)) / 2) * maxNodeScore);
      else
        scores[index] = cpu >= 1 || memory >= 1 ? 0 : Math.trunc((1 - Math.abs(cpu - memory)) * maxNodeScore);
    }
    return undefined;
  },
};
