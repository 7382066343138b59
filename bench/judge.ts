/** Judging: what the expectations about a thousand pods cost per change of the cluster while those pods come. */
import { builtExpect, builtRunner } from './built.ts';
import { defineBenchmark } from './define-benchmark.ts';
import { createPods, openLargeCluster } from './large-cluster.ts';
import { planned } from './planned-scenario.ts';

const pods = 1000;

export const judge = defineBenchmark({
  name: 'judge',
  summary: `bench/judge.yaml, judged at every change while ${pods} pods become ready`,
  figures: [{ name: 'microseconds per change' }, { name: 'changes' }],
  rounds: 5,
  warmUp: 1,
  async measure() {
    const { compileExpectation } = await builtExpect();
    const { ExpectationBoard, ObservedCluster } = await builtRunner();
    const { scenario } = await planned('bench/judge.yaml');
    const backend = await openLargeCluster(pods);
    const cluster = await ObservedCluster.open(backend);
    const compiled = scenario.steps.flatMap((step) =>
      step.expect.map((expectation) =>
        compileExpectation(expectation, { captures: {}, namespace: 'default', isInvariant: false }),
      ),
    );
    for (const { dependsOn } of compiled) for (const name of dependsOn) await cluster.watch(name);
    const board = new ExpectationBoard(compiled, cluster);
    let changes = 0;
    cluster.onChange(() => changes++);
    let spentMs = 0;
    let isMet = false;
    await createPods(backend, pods, () => {
      const startMs = performance.now();
      isMet = board.allHold();
      spentMs += performance.now() - startMs;
    });
    if (!isMet && !board.allHold()) throw new Error('the expectations do not hold in the end');
    board.stop();
    cluster.close();
    return [(spentMs / changes) * 1000, changes];
  },
});
