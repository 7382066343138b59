/** The API server as the lab's own network sees it: pods ask with the tokens that are mounted into them. */
import type { HttpAnswer, HttpRequest } from '../../kube/index.ts';
import { reasonPhrase } from '../images/index.ts';
import type { Simulator } from '../simulator.ts';
import { isStream, type ApiRequest, type ApiResponse } from './exchange.ts';
import { createGate, type Gate } from './gate.ts';
import { createRestFace, type RestFace } from './rest-face.ts';

/** What a stream has to say at once; nobody waits for more. */
const bodyOf = (response: ApiResponse): string => {
  if (!isStream(response))
    return typeof response.body === 'string' ? response.body : new TextDecoder().decode(response.body);
  let text = '';
  const stop = response.start({ write: (more) => (text += more), end: () => undefined });
  stop();
  return text;
};

const answered = (status: number, headers: ApiResponse['headers'], body: string): HttpAnswer => ({
  status,
  statusText: reasonPhrase(status),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  ),
  body,
});

/** Answers a request that has reached the API server. Made ready by the first. */
export const createNetworkAnswer = (simulator: Simulator) => {
  let parts: { gate: Gate; face: RestFace } | undefined;
  return (
    scheme: 'http' | 'https',
    target: string,
    { method = 'GET', headers = {}, body = '' }: HttpRequest,
  ): HttpAnswer => {
    if (scheme === 'http') return answered(400, {}, 'Client sent an HTTP request to an HTTPS server.\n');
    parts ??= { gate: createGate(simulator, {}), face: createRestFace(simulator) };
    const [path = '/', query = ''] = target.split(/\?(.*)/s);
    const request: ApiRequest = {
      method,
      path,
      query: new URLSearchParams(query),
      headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text])),
      body: new TextEncoder().encode(body),
    };
    const passage = parts.gate(request);
    const response = 'refusal' in passage ? passage.refusal : parts.face(passage.request);
    return answered(response.status, response.headers, bodyOf(response));
  };
};
