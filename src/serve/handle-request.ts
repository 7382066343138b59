/** A request of node's to the REST face, and its answer back. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  answerStatus,
  entityTooLarge,
  isStream,
  maximalBodyBytes,
  type ApiRequest,
  type ApiResponse,
  type Gate,
  type RestFace,
} from '../simulator/index.ts';
import { streamTo } from './stream-writer.ts';

/** The whole body; undefined when it is larger than any may be. */
const readBody = async (message: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximalBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** Headers, path and query of a request, with an empty body. */
export const requestHead = (message: IncomingMessage): ApiRequest => {
  const target = message.url ?? '/';
  const at = target.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  // A group's name may have a comma in it: each stands on a line of its own.
  for (const name of Object.keys(headers))
    if (name.startsWith('impersonate-')) headers[name] = message.headersDistinct[name]?.join('\n') ?? '';
  return {
    method: message.method ?? 'GET',
    path: at < 0 ? target : target.slice(0, at),
    query: new URLSearchParams(at < 0 ? '' : target.slice(at + 1)),
    headers,
    body: new Uint8Array(),
  };
};

export interface RequestHandling {
  face: RestFace;
  gate: Gate;
  /** Lets virtual time catch up, before and after the request. */
  pump(): void;
}

const send = (response: ServerResponse, answer: ApiResponse): void => {
  if (response.destroyed) return;
  if (isStream(answer)) {
    response.writeHead(answer.status, answer.headers);
    response.flushHeaders();
    const stop = answer.start(streamTo(response));
    response.on('close', stop);
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
};

export const handleRequest = async (
  { face, gate, pump }: RequestHandling,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  pump();
  const passage = gate(requestHead(message));
  if ('refusal' in passage) {
    message.resume();
    send(response, passage.refusal);
    return;
  }
  const body = await readBody(message);
  if (body === undefined) {
    response.shouldKeepAlive = false;
    send(response, answerStatus(entityTooLarge()));
    message.destroy();
    return;
  }
  pump();
  send(response, face({ ...passage.request, body }));
  pump();
};
