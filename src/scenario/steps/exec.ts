/** The step `exec`: a command inside a container. */
import { ApiError } from '../../kube/index.ts';
import { onlyLooks } from '../../simulator/index.ts';
import { fields, required } from '../../document/index.ts';
import type { FieldSetValue } from '../../document/index.ts';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';
import { refusal } from '../api-answer.ts';
import { targetFields } from '../target-fields.ts';

const execFields = {
  ...targetFields,
  pod: required(targetFields.pod),
  command: required(
    fields.byShape<string | string[]>(
      {
        text: fields.text({ summary: 'A line for the container’s shell.' }),
        list: fields.list(fields.text({ summary: '' }), { summary: 'A program and its arguments.' }),
      },
      {
        summary: 'A line for the container’s shell, or a list: the program and its arguments.',
        examples: ['cat /run/nginx.pid', ['kill', '1']],
      },
    ),
  ),
  stdin: fields.text({ summary: 'What the command reads from its input.' }),
} as const;

export type ExecArgument = FieldSetValue<typeof execFields>;

const wordsOf = (command: ExecArgument['command']): string[] =>
  typeof command === 'string' ? ['sh', '-c', command] : command;

export const exec: StepKind<'exec', ExecArgument> = defineStep({
  kind: 'exec',
  summary: 'Runs a command inside a container.',
  needs: 'exec',
  argument: fields.object(execFields, { summary: 'Where and what: pod, container, command.' }),
  examples: [
    {
      title: 'The process id of nginx',
      yaml: 'exec: {pod: nginx-pod, command: cat /run/nginx.pid}\noutput: {is: "1"}',
    },
  ],
  title: ({ pod, command }) => `exec ${pod}: ${typeof command === 'string' ? command : command.join(' ')}`,
  isReadOnly: ({ command, stdin }) => stdin === undefined && onlyLooks(wordsOf(command)),
  run: async ({ pod, namespace, container, command, stdin }, context) => {
    const target = {
      pod,
      namespace: namespace ?? context.namespace,
      ...(container === undefined ? {} : { container }),
    };
    const words = wordsOf(command);
    const line = exec.title({ pod, command });
    try {
      return {
        line,
        ...(await context.backend.can.exec!(target, words, {
          deadlineMs: context.deadlineMs,
          ...(stdin === undefined ? {} : { stdin }),
        })),
      };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return refusal(line, error);
    }
  },
});
