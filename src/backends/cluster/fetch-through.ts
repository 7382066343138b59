/** One HTTP exchange: directly, or signed through the API server's proxy. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { HttpAnswer } from '../backend.ts';
import type { ApiAddress } from './open-kubeconfig.ts';

export interface Exchange {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
  timeoutMs: number;
}

/** As every `curl -k` does: a connection of its own, which kube-proxy gives to a pod of its choice, whoever signed the certificate. */
const direct = { agent: false, rejectUnauthorized: false } as const;

/** @throws Error with `cause`, the error of the connection; of the name TimeoutError when there was no answer in time */
export const fetchThrough = async (
  address: ApiAddress | undefined,
  { url, method, headers, body, timeoutMs }: Exchange,
): Promise<HttpAnswer> => {
  const signed = (await address?.sign()) ?? {};
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown, name = 'Error'): void => {
      const error = new Error('the request failed', { cause });
      error.name = name;
      reject(error);
    };
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(
      url,
      {
        ...(address === undefined ? direct : signed),
        method,
        timeout: timeoutMs,
        headers: { ...(signed.headers as Record<string, string> | undefined), ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => (text += piece));
        response.on('error', (error) => fail(error));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            statusText: response.statusMessage ?? '',
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
            ),
            body: text,
          }),
        );
      },
    );
    request.on('timeout', () => {
      fail(undefined, 'TimeoutError');
      request.destroy();
    });
    request.on('error', (error) => fail(error));
    request.end(body);
  });
};
