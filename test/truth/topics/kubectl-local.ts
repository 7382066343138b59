/** `kubectl set`, `label`, `annotate` and `patch` on a file. */
import type { KubectlResult } from '../../../src/kubectl/index.ts';
import { kubectlDifference } from '../kubectl-answer.ts';
import { kubectlBench } from '../kubectl-bench.ts';
import { defineTopic } from '../topic.ts';

export const kubectlLocal = defineTopic({
  name: 'kubectl_local',
  run({ args, files }) {
    const texts = Object.entries(files).map(([path, object]): [string, string] => [
      path,
      JSON.stringify(object),
    ]);
    return kubectlBench(Object.fromEntries(texts)).run(args);
  },
  compare: (actual, expected) => kubectlDifference(actual as KubectlResult, expected),
});
