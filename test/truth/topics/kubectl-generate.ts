/** Objects that kubectl makes from a command line. */
import type { KubectlResult } from '../../../src/kubectl/index.ts';
import { kubectlDifference } from '../kubectl-answer.ts';
import { kubectlBench } from '../kubectl-bench.ts';
import { defineTopic } from '../topic.ts';

export const kubectlGenerate = defineTopic({
  name: 'kubectl_generate',
  async run({ args, files, existing }) {
    const bench = kubectlBench(files);
    if (existing !== undefined) await bench.create(existing);
    return bench.run(args);
  },
  compare: (actual, expected) => kubectlDifference(actual as KubectlResult, expected),
});
