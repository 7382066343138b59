/** The step `request`: HTTP requests from outside the cluster or from a pod. */
import { fields, required } from '../../document/index.ts';
import type { FieldSetValue } from '../../document/index.ts';
import { responseField } from '../../expect/index.ts';
import type { HttpAnswer, HttpFailure } from '../../backends/index.ts';
import { answerText, httpRequest, isFailure } from '../http-request.ts';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';
import { requestFields } from '../request-fields.ts';

const allFields = {
  ...requestFields,
  url: required(requestFields.url),
  count: fields.integer({
    summary: 'How many requests, one after the other. Default: 1.',
    minimum: 1,
    maximum: 100_000,
  }),
  every: fields.duration({ summary: 'The time from one request to the next. Default: none.' }),
  response: responseField,
} as const;

/** `timeout` and `every` are milliseconds. Without `response`, every request must be answered with a status below 400. */
export type RequestArgument = FieldSetValue<typeof allFields>;

export const request: StepKind<'request', RequestArgument> = defineStep({
  kind: 'request',
  summary: 'Sends HTTP requests, from outside the cluster or from a pod, and judges the answers.',
  needs: 'request',
  argument: fields.object(allFields, {
    summary: 'The request: url, method, headers, body, from, count; and the response expected.',
  }),
  examples: [
    {
      title: 'The pod answers',
      yaml: 'request:\n  url: http://172.16.132.4/\n  response: {status: 200, body: Welcome to nginx!}',
    },
    {
      title: 'Both pods answer',
      yaml: 'request:\n  url: http://192.168.1.101:30000/\n  count: 20\n  response: {status: 200, byPod: {pods: 2}}',
    },
  ],
  title: ({ url, method, count }) => `${method ?? 'GET'} ${url}${count === undefined ? '' : ` × ${count}`}`,
  isReadOnly: ({ method = 'GET' }) => method === 'GET' || method === 'HEAD',
  run: async (argument, context) => {
    const answers: (HttpAnswer | HttpFailure)[] = [];
    for (let sent = 0; sent < (argument.count ?? 1); sent++) {
      if (sent > 0 && argument.every !== undefined) await context.backend.clock.sleep(argument.every);
      answers.push(await context.backend.can.request!(httpRequest(argument, context)));
    }
    const last = answers.at(-1)!;
    const failed = answers.filter((answer) => isFailure(answer) || answer.status >= 400).length;
    return {
      line: request.title(argument),
      exitCode: failed === 0 ? 0 : 1,
      stdout: isFailure(last) ? '' : answerText(last),
      stderr: isFailure(last) ? answerText(last) : '',
      answers,
    };
  },
});
