/** Memory of a cluster with ten thousand ready pods: what it holds, and the most the process ever took. */
import { defineBenchmark } from './define-benchmark.ts';
import { createPods, openLargeCluster } from './large-cluster.ts';

const pods = 10_000;
const bytesPerMebibyte = 1024 * 1024;

const heapUsed = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

export const memory = defineBenchmark({
  name: 'memory',
  summary: `${pods} ready pods in a fresh process; the peak has node and the loaded modules in it`,
  figures: [{ name: 'heap held MiB' }, { name: 'heap held KiB per pod' }, { name: 'peak RSS MiB' }],
  rounds: 3,
  inFreshProcess: true,
  async measure() {
    const cluster = await openLargeCluster(pods);
    const before = heapUsed();
    await createPods(cluster, pods);
    const peak = process.resourceUsage().maxRSS / 1024;
    const held = heapUsed() - before;
    await cluster.close();
    return [held / bytesPerMebibyte, held / 1024 / pods, peak];
  },
});
