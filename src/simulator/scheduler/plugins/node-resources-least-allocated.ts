/** NodeResourcesLeastAllocated: the more CPU and memory is left, the better. */
import { maxNodeScore, type SchedulerPlugin } from '../plugin.ts';

const leftShare = (requested: number, capacity: number): number =>
  capacity === 0 || requested > capacity ? 0 : Math.trunc(((capacity - requested) * maxNodeScore) / capacity);

/** @source k8s 1.20 pkg/scheduler/framework/plugins/noderesources/least_allocated.go leastResourceScorer */
export const nodeResourcesLeastAllocated: SchedulerPlugin = {
  name: 'NodeResourcesLeastAllocated',
  score({ pod: { requests } }, nodes, scores) {
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      const cpu = leftShare(node.nonZeroCpuMillis + requests.nonZeroCpuMillis, node.allocatableCpuMillis);
      const memory = leftShare(
        node.nonZeroMemoryBytes + requests.nonZeroMemoryBytes,
        node.allocatableMemoryBytes,
      );
      scores[index] = Math.trunc((cpu + memory) / 2);
    }
    return undefined;
  },
};
