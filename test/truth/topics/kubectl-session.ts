/** Command lines against an API server on which nothing else works. */
import type { KubectlResult } from '../../../src/kubectl/index.ts';
import { textDifference } from '../kubectl-answer.ts';
import { kubectlBench } from '../kubectl-bench.ts';
import { defineTopic } from '../topic.ts';

const namespace = 'truth';

/** Puts the table's stand-ins where our own values are. */
const normalised = (text: string, expected: string): string => {
  let result = text.replaceAll(namespace, (found, at: number) =>
    /truth-(pv|node)/.test(text.slice(at, at + 10)) ? found : '<namespace>',
  );
  if (expected.includes('<age>')) result = result.replace(/(?<= )\d+[smhd]\b/g, '<age>');
  if (expected.includes('<nodePort>'))
    result = result.replace(/(?<=:)3\d{4}(?=\/TCP)/g, (port) =>
      expected.includes(port) ? port : '<nodePort>',
    );
  if (expected.includes('<clusterIP>')) {
    result = result.replace(/\b10\.(9[6-9]|1[01]\d)\.\d+\.\d+\b/g, '<clusterIP>').replace(/ {3,}/g, '   ');
  }
  return result;
};

export const kubectlSession = defineTopic({
  name: 'kubectl_session',
  async run({ commands, files }) {
    const bench = kubectlBench(files ?? {}, namespace);
    await bench.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    // The table's server admits pods without looking for their service account.
    await bench.create(
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default' },
        automountServiceAccountToken: false,
      } as never,
      namespace,
    );
    const steps: KubectlResult[] = [];
    // The table's lines name the namespace; to all but those that begin with a flag that is the same as being in it.
    for (const command of commands)
      steps.push(await bench.run(/^--?\w/.test(command) ? `${command} -n ${namespace}` : command));
    return steps;
  },
  compare(actual, expected, testCase) {
    const differences: string[] = [];
    (actual as KubectlResult[]).forEach((step, index) => {
      const wanted = expected.steps[index];
      const command = (testCase.input.commands as unknown as string[])[index]!;
      const found =
        (step.exitCode === wanted.exitCode
          ? undefined
          : `exit code ${step.exitCode} instead of ${wanted.exitCode}`) ??
        textDifference('stderr', normalised(step.stderr, wanted.stderr), wanted.stderr) ??
        textDifference('stdout', normalised(step.stdout, wanted.stdout), wanted.stdout);
      if (found !== undefined) differences.push(`$ ${command}: ${found}`);
    });
    return differences.length === 0 ? undefined : differences.join('\n');
  },
});
