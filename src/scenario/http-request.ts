/** The keys of a request as the backend takes it, and its answers as text. */
import type { HttpAnswer, HttpFailure, HttpRequest } from '../backends/index.ts';
import type { StepContext } from './step-context.ts';

interface RequestKeys {
  url?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  timeout?: number;
  from?: { pod: string; namespace?: string; container?: string };
}

const defaultTimeoutMs = 5000;

export const httpRequest = (keys: RequestKeys, context: StepContext): HttpRequest => ({
  url: keys.url ?? '',
  method: keys.method ?? 'GET',
  timeoutMs: keys.timeout ?? defaultTimeoutMs,
  ...(keys.headers === undefined ? {} : { headers: keys.headers }),
  ...(keys.body === undefined ? {} : { body: keys.body }),
  ...(keys.from === undefined ? {} : { from: { namespace: context.namespace, ...keys.from } }),
});

export const isFailure = (answer: HttpAnswer | HttpFailure): answer is HttpFailure => 'error' in answer;

/** An answer as `curl -i` shows it; a failure as its message. */
export const answerText = (answer: HttpAnswer | HttpFailure): string => {
  if (isFailure(answer)) return `${answer.error}: ${answer.message}\n`;
  const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\n`);
  return `HTTP/1.1 ${answer.status} ${answer.statusText}\n${headers.join('')}\n${answer.body}`;
};
