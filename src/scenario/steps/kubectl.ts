/** The step `kubectl`: the very command line of the note. */
import { fields, required } from '../../document/index.ts';
import type { Field } from '../../document/index.ts';
import { reasonOf } from '../status-reason.ts';
import { needsOfLine } from '../needs-of-line.ts';
import { isReadOnlyLine } from '../read-only-line.ts';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';

export interface KubectlArgument {
  /** Without the word "kubectl". May hold captures. */
  line: string;
  stdin?: string;
}

const withoutProgram = (line: string): string => line.trim().replace(/^kubectl\s+/, '');

const line = fields.text({ summary: 'The command line, with or without the word kubectl.' });

const argument: Field<KubectlArgument> = fields.byShape<KubectlArgument>(
  {
    text: fields.mapped(line, (text) => ({ line: withoutProgram(text) })),
    map: fields.mapped(
      fields.object(
        {
          line: required(line),
          stdin: fields.text({ summary: 'What the command reads from its input.' }),
        },
        { summary: '' },
      ),
      (value) => ({ ...value, line: withoutProgram(value.line) }),
    ),
  },
  {
    summary:
      'The command line of the note, as it was typed (the word kubectl may stand or not), or {line, stdin}.',
    examples: ['get pods -o wide', 'drain w3-k8s --ignore-daemonsets'],
  },
);

export const kubectl: StepKind<'kubectl', KubectlArgument> = defineStep({
  kind: 'kubectl',
  summary: 'Runs a kubectl command line, as it stands in the note.',
  needs: ({ line }) => needsOfLine(line),
  argument,
  examples: [
    {
      title: 'Create a deployment and wait for its pod',
      yaml: 'kubectl: create deployment dpy-nginx --image=nginx\noutput: deployment.apps/dpy-nginx created\nexpect:\n  - deployment/dpy-nginx: {status: {readyReplicas: 1}}',
    },
    {
      title: 'A command that is refused',
      yaml: 'kubectl: drain w3-k8s\nfails: {exitCode: 1, stderr: cannot delete DaemonSet-managed Pods}',
    },
  ],
  title: ({ line }) => `kubectl ${line}`,
  isReadOnly: ({ line }) => isReadOnlyLine(line),
  run: async ({ line, stdin }, context) => {
    const result = await context.kubectl(line, stdin);
    return { line: `kubectl ${line}`, ...result, ...reasonOf(result.stderr) };
  },
});
