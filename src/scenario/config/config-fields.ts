/** The keys of labproof.config.yaml: defaults of the command line. */
import { fields, required } from '../../document/index.ts';
import type { FieldSet, FieldSetValue } from '../../document/index.ts';

const minorText = fields.plainText({
  summary: 'The Kubernetes version the simulator behaves like. Default: the lab’s.',
  examples: ['1.20'],
});

export const configFields = {
  scenarios: fields.list(fields.text({ summary: '' }), {
    summary: 'Paths and globs of scenario files, relative to this file. Default: scenarios/.',
    examples: [['scenarios/**/*.yaml']],
  }),
  backend: fields.text({
    summary:
      'The backend: simulator, cluster, cluster:CONTEXT or process:COMMAND (see docs/backend-protocol.md). Default: simulator.',
    examples: ['simulator'],
  }),
  kubeconfig: fields.text({
    summary: 'The kubeconfig of the cluster backend. Default: as kubectl finds it.',
    examples: ['~/.kube/config'],
  }),
  context: fields.text({
    summary:
      'The context of the kubeconfig that the cluster backend may write to. Without it nothing is written.',
    examples: ['kind-lab'],
  }),
  allowDisruption: fields.boolean({
    summary: 'Let scenarios cordon, drain, taint and label the nodes of a real cluster.',
  }),
  nodeNames: fields.record(fields.text({ summary: '' }), {
    summary: 'Which real node stands for which node of the lab. Default: by name, else by role and order.',
    examples: [{ 'w1-k8s': 'kind-worker' }],
  }),
  images: fields.record(fields.text({ summary: '' }), {
    summary:
      'Which image stands for which image of the lab on a real cluster: both with a tag, or both without (the tag stays).',
    examples: [{ 'sysnet4admin/echo-hname': 'registry.example/echo-hname', 'nginx:1.16.0': 'nginx:1.27' }],
  }),
  kubernetes: minorText,
  seed: fields.integer({ summary: 'The seed. Default: 1.', minimum: 0 }),
  seeds: fields.integer({ summary: 'Under how many seeds every scenario is played.', minimum: 1 }),
  jobs: fields.integer({ summary: 'How many scenarios are played at the same time.', minimum: 1 }),
  retries: fields.integer({ summary: 'How often a failed scenario is played again.', minimum: 0 }),
  failFast: fields.boolean({ summary: 'Stop at the first failure.' }),
  tags: fields.list(fields.text({ summary: '' }), {
    summary: 'Only scenarios whose labels match all of these selectors.',
    examples: [['chapter=3']],
  }),
  reporters: fields.list(fields.text({ summary: '' }), {
    summary: 'Reporters: NAME or NAME=FILE.',
    examples: [['terminal', 'json=reports/run.json', 'junit=reports/junit.xml']],
  }),
  quiet: fields.boolean({ summary: 'Print only failures and the summary.' }),
  verbose: fields.boolean({ summary: 'Print every step.' }),
  color: fields.boolean({
    summary: 'Use colour. Default: when the output is a terminal and NO_COLOR is not set.',
  }),
  notes: fields.object(
    {
      refused: fields.list(
        fields.object(
          {
            command: required(
              fields.text({ summary: 'The line as the note prints it; $(x) and <x> stand for anything.' }),
            ),
            reason: required(fields.text({ summary: 'Why no scenario can prove it.' })),
          },
          { summary: '' },
        ),
        { summary: 'Command lines of notes that no scenario proves, with the reason.' },
      ),
    },
    { summary: 'What `labproof notes coverage` should know of the notes.' },
  ),
  allowShell: fields.boolean({ summary: 'Let scenarios run shell commands on this machine.' }),
} as const satisfies FieldSet;

export type Config = FieldSetValue<typeof configFields>;
