/** Tables of requests with the answers of kube-apiserver 1.20.2, asked of ours in the same order. */
import { readFileSync } from 'node:fs';
import { isStream, type ApiResponse } from '../../../src/simulator/index.ts';
import { createRestClient, type RestClient } from './rest-client.ts';

export interface UpstreamStep {
  name: string;
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Seconds that pass first. */
  settleSeconds?: number;
  /** Values of the answer, by path, that later steps name in braces. */
  capture?: Record<string, string>;
  code: number;
  /** The refusal, without what every Status has. */
  answer?: Record<string, unknown>;
  /** What is answered that is no JSON. */
  text?: string;
  /** Of a list: the names. */
  names?: string[];
  paged?: Record<string, unknown>;
  /** Of an object: members by their path. */
  object?: Record<string, unknown>;
  warning?: string[];
  /** Why ours answers otherwise. */
  differs?: string;
}

export const readTable = (family: string): UpstreamStep[] =>
  JSON.parse(readFileSync(new URL(`upstream/${family}.json`, import.meta.url), 'utf8')) as UpstreamStep[];

const member = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], value);

/** Without what differs from run to run. */
const settled = (value: unknown): unknown =>
  value === undefined
    ? undefined
    : (JSON.parse(
        JSON.stringify(value)
          .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
          .replace(/current: \d+/g, 'current: N')
          .replace(/in record \(\d+\)/g, 'in record (N)')
          .replace(/, error found in #\d+ byte of .*?\|\.\.\.(?=")/g, '')
          .replace(/unexpected character: ./gu, 'unexpected character: ?')
          .replace(/[A-Za-z0-9_-]{40,}={0,2}/g, 'TOKEN'),
      ) as unknown);

type Comparable = Pick<UpstreamStep, 'code' | 'answer' | 'text' | 'names' | 'paged' | 'object' | 'warning'>;

const withoutAbsent = (value: Comparable): unknown =>
  settled(Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)));

const wholeOf = (response: ApiResponse): string => {
  if (!isStream(response))
    return typeof response.body === 'string' ? response.body : new TextDecoder().decode(response.body);
  const lines: string[] = [];
  response.start({ write: (text) => lines.push(text), end: () => undefined })();
  return lines.join('').split('\n')[0]!;
};

const parsed = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

const comparable = (step: UpstreamStep, response: ApiResponse): Comparable => {
  const text = wholeOf(response);
  const json = parsed(text);
  const warning = response.headers['warning'];
  const isFailure = json?.['kind'] === 'Status' && json['status'] === 'Failure';
  const status = Object.fromEntries(
    Object.entries(json ?? {}).filter(([field]) => field !== 'kind' && field !== 'apiVersion'),
  );
  const items = json?.['items'] as { metadata: { name: string } }[] | undefined;
  const metadata = (json?.['metadata'] ?? {}) as Record<string, unknown>;
  return {
    code: response.status,
    ...(warning === undefined ? {} : { warning: [warning].flat() }),
    ...(isFailure ? { answer: status } : json?.['type'] === 'ERROR' ? { answer: json } : {}),
    ...(json === undefined && response.status >= 400 ? { text } : {}),
    ...(items === undefined ? {} : { names: items.map(({ metadata: { name } }) => name) }),
    ...(items === undefined
      ? {}
      : {
          paged:
            metadata['remainingItemCount'] === undefined
              ? {}
              : { remainingItemCount: metadata['remainingItemCount'] },
        }),
    ...(step.object === undefined
      ? {}
      : {
          object: Object.fromEntries(
            Object.keys(step.object).map((path) => [path, member(json, path) ?? null]),
          ),
        }),
  };
};

const asked = (step: UpstreamStep): Comparable => {
  const { code, answer, text, names, paged, object, warning } = step;
  return Object.fromEntries(
    Object.entries({ code, answer, text, names, paged, object, warning }).filter(
      ([, one]) => one !== undefined,
    ),
  ) as Comparable;
};

const filled = (text: string, values: ReadonlyMap<string, string>): string => {
  let whole = text;
  for (const [name, value] of values) whole = whole.replaceAll(`{${name}}`, value);
  return whole;
};

export interface TableRun {
  /** Asks the step; what upstream answers, and ours. */
  ask(step: UpstreamStep): { upstream: unknown; ours: unknown };
}

export const runTable = (client: RestClient = createRestClient('1.20')): TableRun => {
  const values = new Map<string, string>();
  return {
    ask(step) {
      const { body, settleSeconds } = step;
      if (settleSeconds !== undefined) client.pass(settleSeconds);
      const headers: Record<string, string> = { 'user-agent': 'tool/1', ...step.headers };
      if (body !== undefined) headers['content-type'] ??= 'application/json';
      const text = typeof body === 'string' ? filled(body, values) : body;
      const response = client.send(step.method, filled(step.path, values), { headers, body: text });
      for (const [name, path] of Object.entries(step.capture ?? {})) {
        const value = member(parsed(wholeOf(response)), path);
        if (typeof value === 'string') values.set(name, value);
      }
      return { upstream: withoutAbsent(asked(step)), ours: withoutAbsent(comparable(step, response)) };
    },
  };
};
