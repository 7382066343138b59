/** Topic scheduler_cycle: the default profile on small clusters. */

import {
  findFeasibleNodes,
  fitErrorMessage,
  podInfoOf,
  profileOf,
  Snapshot,
  weightedScores,
} from '../../../src/simulator/scheduler/index.ts';
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

const byNode = (names: readonly string[], values: readonly number[]) =>
  Object.fromEntries(names.map((name, index) => [name, values[index]]));

export const schedulerCycle = defineTopic({
  name: 'scheduler_cycle',
  run(input: any, { kubernetes }) {
    const version = parseKubernetesVersion(kubernetes)!;
    const profile = profileOf(version);
    const snapshot = new Snapshot(version, {
      services: () => input.services ?? [],
      selectorOf: () => undefined,
    });
    for (const node of input.nodes) snapshot.setNode(node);
    for (const pod of input.pods ?? []) snapshot.addPod(podInfoOf(pod), pod.spec.nodeName);
    const cycle = { pod: podInfoOf(input.pod), snapshot, version };
    const { feasible, rejections } = findFeasibleNodes(cycle, profile, 0);
    const filter = Object.fromEntries(
      snapshot.nodes.map((node) => [node.name, rejections.get(node)?.reasons ?? []]),
    );
    if (feasible.length === 0)
      return { filter, message: fitErrorMessage(snapshot.nodes.length, rejections.values()) };
    const names = feasible.map(({ name }) => name);
    const scores = weightedScores(cycle, profile, feasible);
    const totals = names.map((_, index) =>
      Object.values(scores).reduce((sum, ofPlugin) => sum + ofPlugin[index]!, 0),
    );
    const best = names.filter((_, index) => totals[index] === Math.max(...totals)).sort();
    return {
      filter,
      weightedScores: Object.fromEntries(
        Object.entries(scores).map(([name, values]) => [name, byNode(names, values)]),
      ),
      total: byNode(names, totals),
      best,
    };
  },
});
