/** Pods created and ready per second: a Deployment of so many, on as many machines as they need, the image there already. */
import { defineBenchmark, type Benchmark } from './define-benchmark.ts';
import { createPods, openLargeCluster } from './large-cluster.ts';
import { startStopwatch } from './stopwatch.ts';

const podsBenchmark = (pods: number, rounds: number): Benchmark => {
  let seed = 0;
  return defineBenchmark({
    name: `pods-${pods}`,
    summary: `${pods} pods of one Deployment, from its creation until all are ready`,
    figures: [{ name: 'pods per wall second', aim: { atLeast: 5000 } }, { name: 'pods per CPU second' }],
    rounds,
    warmUp: 1,
    async measure() {
      const cluster = await openLargeCluster(pods, ++seed);
      const lap = startStopwatch();
      await createPods(cluster, pods);
      const { wallMs, cpuMs } = lap();
      return [(pods / wallMs) * 1000, (pods / cpuMs) * 1000];
    },
  });
};

export const pods1000 = podsBenchmark(1000, 7);
export const pods10000 = podsBenchmark(10_000, 5);
