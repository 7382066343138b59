/** What must be true of every answer, whatever was asked. */
import { isStream, type ApiRequest, type ApiResponse } from '../../../../src/simulator/index.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (body: string | Uint8Array): string =>
  typeof body === 'string' ? body : new TextDecoder().decode(body);

const typed = (value: unknown, code: number): string | undefined => {
  if (!isRecord(value)) return `no object in the answer: ${JSON.stringify(value).slice(0, 80)}`;
  if (code < 400) return undefined;
  const { kind, apiVersion, status, reason, code: told, message } = value;
  if (kind !== 'Status' || apiVersion !== 'v1' || status !== 'Failure') return `a failure without a Status`;
  if (told !== code) return `a Status of ${String(told)} under ${code}`;
  // Upstream, too, gives no reason for some of its own errors.
  const isReasoned = typeof reason === 'string' || code === 500;
  return typeof message === 'string' && message !== '' && isReasoned
    ? undefined
    : `a Status that says nothing: ${JSON.stringify(value)}`;
};

/** What is wrong with it, in a few words; undefined when nothing is. */
export const wrongWith = (request: ApiRequest, response: ApiResponse): string | undefined => {
  const { status, headers } = response;
  if (!Number.isInteger(status) || status < 200 || status > 599) return `a status of ${status}`;
  if (isStream(response)) return status === 200 ? undefined : `a stream under ${status}`;
  const text = textOf(response.body);
  // What a pod answers through a proxy is its own.
  if (request.path.includes('/proxy')) return undefined;
  if (request.method === 'HEAD') return text === '' ? undefined : 'a body after HEAD';
  const type = String(headers['content-type']);
  if (!type.startsWith('application/json')) {
    // Pages, logs, YAML and OpenAPI in protobuf: of failures only pages are plain.
    return status < 400 || type.startsWith('text/plain') || type === 'application/yaml'
      ? undefined
      : `${status} as ${type}`;
  }
  try {
    return typed(JSON.parse(text), status);
  } catch {
    return `no JSON: ${text.slice(0, 80)}`;
  }
};
