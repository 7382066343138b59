/** The step `node`: a machine joins, leaves, is switched off or on. */
import { fields } from '../../document/index.ts';
import type { FieldSetValue } from '../../document/index.ts';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';

const nodeFields = {
  add: fields.text({ summary: 'One of the lab’s spare machines joins the cluster.', examples: ['w4-k8s'] }),
  remove: fields.text({ summary: 'A machine leaves the cluster for good.' }),
  powerOff: fields.text({ summary: 'A machine is switched off.' }),
  powerOn: fields.text({ summary: 'A machine is switched on.' }),
} as const;

/** Exactly one key. */
export type NodeArgument = FieldSetValue<typeof nodeFields>;

export const node: StepKind<'node', NodeArgument> = defineStep({
  kind: 'node',
  summary: 'A machine joins the cluster, leaves it, is switched off or on.',
  needs: ({ add, remove }) => (add !== undefined ? 'addNode' : remove !== undefined ? 'removeNode' : 'fault'),
  argument: fields.object(nodeFields, {
    summary: 'What happens to which machine.',
    exactlyOneOf: Object.keys(nodeFields),
  }),
  examples: [
    {
      title: 'A fourth worker',
      yaml: 'node: {add: w4-k8s}\nexpect:\n  - node/w4-k8s: {status: {conditions: [{type: Ready, status: "True"}]}}',
    },
  ],
  title: (argument) => `node ${Object.entries(argument)[0]?.join(' ') ?? ''}`,
  machines: (argument) => Object.values(argument),
  run: async (argument, context) => {
    const { can } = context.backend;
    if (argument.add !== undefined) await can.addNode!(argument.add);
    if (argument.remove !== undefined) await can.removeNode!(argument.remove);
    if (argument.powerOff !== undefined) await can.fault!({ kind: 'powerOff', node: argument.powerOff });
    if (argument.powerOn !== undefined) await can.fault!({ kind: 'powerOn', node: argument.powerOn });
    return { line: node.title(argument), exitCode: 0, stdout: '', stderr: '' };
  },
});
