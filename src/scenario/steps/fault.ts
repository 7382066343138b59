/** The step `fault`: something breaks, or is mended. */
import { fields, required } from '../../document/index.ts';
import type { Field, FieldSetValue } from '../../document/index.ts';
import type { Fault } from '../../backends/index.ts';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';
import { targetFields } from '../target-fields.ts';

const node = (summary: string): Field<string> => fields.text({ summary, examples: ['w3-k8s'] });
const image = (summary: string): Field<string | true> =>
  fields.byShape<string | true>(
    { text: fields.text({ summary: '' }), boolean: fields.marker({ summary: '' }) },
    { summary, examples: ['nginx', true] },
  );

const faultFields = {
  killProcess: fields.object(
    {
      ...targetFields,
      pod: required(targetFields.pod),
      pid: required(fields.integer({ summary: 'The process id inside the container.', minimum: 1 })),
      signal: fields.text({ summary: 'The signal. Default: TERM.', examples: ['KILL'] }),
    },
    { summary: 'A process of a container is killed.', examples: [{ pod: 'nginx-pod', pid: 1 }] },
  ),
  powerOff: node('A machine is switched off.'),
  powerOn: node('A machine is switched on.'),
  cutNetwork: node('A machine’s network is cut.'),
  restoreNetwork: node('A machine’s network comes back.'),
  stopKubelet: node('The kubelet of a machine stops.'),
  startKubelet: node('The kubelet of a machine starts.'),
  breakRegistry: image('Pulling this image fails; true: pulling any.'),
  restoreRegistry: image('Pulling this image works again; true: pulling any.'),
  slowPull: fields.object(
    {
      image: fields.text({ summary: 'The image. Default: any.' }),
      delay: required(fields.duration({ summary: 'By how much longer.' })),
    },
    { summary: 'Pulling takes longer.' },
  ),
} as const;

/** Exactly one key; `slowPull.delay` is milliseconds. */
export type FaultArgument = FieldSetValue<typeof faultFields>;

/** The fault as the backend takes it. */
const faultOf = (argument: FaultArgument, namespace: string): Fault => {
  const { killProcess, slowPull, breakRegistry, restoreRegistry } = argument;
  if (killProcess !== undefined) {
    const { pid, signal, ...target } = killProcess;
    return {
      kind: 'killProcess',
      target: { namespace, ...target },
      pid,
      ...(signal === undefined ? {} : { signal }),
    };
  }
  if (slowPull !== undefined) {
    const { image: name, delay } = slowPull;
    return { kind: 'slowPull', delayMs: delay, ...(name === undefined ? {} : { image: name }) };
  }
  const registry = (kind: 'breakRegistry' | 'restoreRegistry', which: string | true): Fault =>
    which === true ? { kind } : { kind, image: which };
  if (breakRegistry !== undefined) return registry('breakRegistry', breakRegistry);
  if (restoreRegistry !== undefined) return registry('restoreRegistry', restoreRegistry);
  const [kind, name] = Object.entries(argument)[0] as ['powerOff', string];
  return { kind, node: name };
};

export const fault: StepKind<'fault', FaultArgument> = defineStep({
  kind: 'fault',
  summary:
    'Breaks something of the lab, or mends it: a process, a machine, its network, its kubelet, the image registry.',
  needs: 'fault',
  argument: fields.object(faultFields, {
    summary: 'What breaks, or is mended.',
    exactlyOneOf: Object.keys(faultFields),
    keyWord: 'fault',
  }),
  examples: [
    {
      title: 'Kill PID 1',
      yaml: 'fault: {killProcess: {pod: nginx-pod, pid: 1}}\nexpect:\n  - pod/nginx-pod: {status: {containerStatuses: [{name: nginx-pod, restartCount: 1}]}}',
    },
    {
      title: 'A machine goes down',
      yaml: 'fault: {powerOff: w3-k8s}\nexpect:\n  - node/w3-k8s: {status: {conditions: [{type: Ready, status: Unknown}]}}\nwithin: 2m',
    },
  ],
  title: (argument) => {
    const [name, value] = Object.entries(argument)[0] ?? ['fault', ''];
    return `fault ${name} ${typeof value === 'string' ? value : ''}`.trimEnd();
  },
  machines: ({ powerOff, powerOn, cutNetwork, restoreNetwork, stopKubelet, startKubelet }) =>
    [powerOff, powerOn, cutNetwork, restoreNetwork, stopKubelet, startKubelet].filter(
      (name) => name !== undefined,
    ),
  run: async (argument, context) => {
    await context.backend.can.fault!(faultOf(argument, context.namespace));
    return { line: fault.title(argument), exitCode: 0, stdout: '', stderr: '' };
  },
});
