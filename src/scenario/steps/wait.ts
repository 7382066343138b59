/** The step `wait`: lets time pass, or waits only for the step's expectations. */
import { fields } from '../../document/index.ts';
import type { Field } from '../../document/index.ts';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';

/** Milliseconds, or 'expected': until the step's expectations hold. */
export type WaitArgument = number | 'expected';

const duration = fields.duration({ summary: 'How long.' });
const argument: Field<WaitArgument> = {
  summary:
    'A duration to let pass (virtual time on the simulator), or "expected": only wait for what the step expects.',
  examples: ['30s', 'expected'],
  takes: 'a duration such as 30s, or expected',
  schema: () => ({ anyOf: [{ const: 'expected' }, duration.schema()] }),
  read: (node, problems) =>
    node.kind === 'scalar' && node.value === 'expected' ? 'expected' : duration.read(node, problems),
};

export const wait: StepKind<'wait', WaitArgument> = defineStep({
  kind: 'wait',
  summary: 'Lets time pass, or waits until what the step expects is so.',
  argument,
  examples: [
    {
      title: 'Five minutes without load',
      yaml: 'wait: 5m\nexpect:\n  - deployment/hpa-hname-pods: {status: {replicas: 1}}',
    },
    { title: 'Only look', yaml: 'wait: expected\nexpect:\n  - pods: {selector: app=nginx}\n    count: 3' },
  ],
  title: (argument) => (argument === 'expected' ? 'wait for what is expected' : `wait ${argument / 1000}s`),
  run: async (argument, context) => {
    if (argument !== 'expected') await context.backend.clock.sleep(argument);
    return { line: wait.title(argument), exitCode: 0, stdout: '', stderr: '' };
  },
});
