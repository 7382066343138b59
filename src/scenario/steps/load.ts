/** The step `load`: requests at a steady rate in the background of other steps, until another `load` step stops them. */
import { fields } from '../../document/index.ts';
import type { FieldSetValue } from '../../document/index.ts';
import { responseField } from '../../expect/index.ts';
import { httpRequest } from '../http-request.ts';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';
import { requestFields } from '../request-fields.ts';

const loadFields = {
  start: fields.text({
    summary: 'Starts a load of this name; it goes on in the background of the next steps.',
  }),
  stop: fields.text({ summary: 'Stops the load of this name.' }),
  ...requestFields,
  perSecond: fields.number({ summary: 'Requests per second. Default: 1.', minimum: 0.001 }),
  for: fields.duration({
    summary: 'How long it goes on. Default: until it is stopped or the scenario ends.',
  }),
  result: responseField,
} as const;

/** Exactly one of start and stop; `timeout` and `for` are milliseconds; `result` stands only with stop. */
export type LoadArgument = FieldSetValue<typeof loadFields>;

export const load: StepKind<'load', LoadArgument> = defineStep({
  kind: 'load',
  summary:
    'Starts requests at a steady rate in the background, or stops them and judges what became of them.',
  needs: 'load',
  argument: fields.object(loadFields, {
    summary: 'A load to start (start, url, perSecond, for) or to stop (stop, result).',
    exactlyOneOf: ['start', 'stop'],
  }),
  examples: [
    {
      title: 'Start',
      yaml: 'load: {start: visitors, url: "http://192.168.1.11/", perSecond: 20}\nexpect:\n  - deployment/hpa-hname-pods: {status: {readyReplicas: {$gte: 2}}}',
    },
    { title: 'Stop', yaml: 'load: {stop: visitors, result: {failed: 0}}' },
  ],
  title: ({ start, stop, perSecond, url }) =>
    start === undefined ? `stop load ${stop ?? ''}` : `load ${start}: ${perSecond ?? 1}/s on ${url ?? ''}`,
  run: async (argument, context) => {
    const line = load.title(argument);
    const name = argument.start ?? argument.stop ?? '';
    const running = context.loads.get(name);
    if (argument.start !== undefined) {
      if (running !== undefined)
        return { line, exitCode: 1, stdout: '', stderr: `a load named "${name}" is running already\n` };
      const spec = {
        request: httpRequest(argument, context),
        requestsPerSecond: argument.perSecond ?? 1,
        ...(argument.for === undefined ? {} : { durationMs: argument.for }),
      };
      context.loads.set(name, await context.backend.can.load!(spec));
      return { line, exitCode: 0, stdout: '', stderr: '' };
    }
    if (running === undefined)
      return { line, exitCode: 1, stdout: '', stderr: `no load named "${name}" is running\n` };
    context.loads.delete(name);
    const result = await running.stop();
    const byPod = Object.entries(result.byPod).map(([pod, count]) => `${pod} ${count}\n`);
    const stdout = `sent ${result.sent} succeeded ${result.succeeded} failed ${result.failed}\n${byPod.join('')}`;
    return { line, exitCode: 0, stdout, stderr: '', load: result };
  },
});
