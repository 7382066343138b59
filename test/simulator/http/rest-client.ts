/* eslint-disable @typescript-eslint/no-explicit-any */
/** Asks the REST face without a socket. */
import {
  createGate,
  createRestFace,
  createSimulator,
  isStream,
  type ApiResponse,
  type Simulator,
} from '../../../src/simulator/index.ts';
import { testLab } from '../bare-world.ts';

export interface Answered {
  status: number;
  headers: ApiResponse['headers'];
  text: string;
  /** The body, where it is JSON. */
  json: any;
}

export interface Stream {
  /** What has come since the last call. */
  take(): any[];
  isEnded(): boolean;
  stop(): void;
}

export interface AskOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** Shown at the gate, '' for none; absent: there is no gate. */
  token?: string;
}

export interface RestClient {
  simulator: Simulator;
  ask(method: string, target: string, options?: AskOptions): Answered;
  /** As it comes from the REST face: whole, or a stream. */
  send(method: string, target: string, options?: AskOptions): ApiResponse;
  watch(target: string, headers?: Record<string, string>): Stream;
  /** Lets so many virtual seconds pass. */
  pass(seconds: number): void;
}

/** The administrator's, at the gate. */
export const adminToken = 'admin-token';

const bytesOf = (body: unknown): Uint8Array => {
  if (body === undefined) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
};

export const createRestClient = (version = '1.20'): RestClient => {
  const simulator = createSimulator({ lab: testLab(), version });
  const face = createRestFace(simulator);
  const gate = createGate(simulator, { adminToken });
  const send = (
    method: string,
    target: string,
    { body, headers = {}, token }: AskOptions = {},
  ): ApiResponse => {
    const [path = '', query = ''] = target.split('?');
    const request = { method, path, query: new URLSearchParams(query), headers, body: bytesOf(body) };
    if (token === undefined) return face(request);
    const shown = token === '' ? headers : { ...headers, authorization: `Bearer ${token}` };
    const passage = gate({ ...request, headers: shown });
    return 'refusal' in passage ? passage.refusal : face(passage.request);
  };
  return {
    simulator,
    send,
    ask(method, target, options) {
      const response = send(method, target, options);
      if (isStream(response)) throw new Error('a stream');
      const text =
        typeof response.body === 'string' ? response.body : new TextDecoder().decode(response.body);
      const isJson = String(response.headers['content-type']).startsWith('application/json');
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: isJson && text !== '' ? JSON.parse(text) : undefined,
      };
    },
    watch(target, headers) {
      const response = send('GET', target, headers === undefined ? {} : { headers });
      if (!isStream(response)) throw new Error(`no stream, but ${String(response.body)}`);
      const lines: string[] = [];
      let isOver = false;
      const stop = response.start({
        write: (text) => lines.push(...text.split('\n').filter((line) => line !== '')),
        end: () => (isOver = true),
      });
      return {
        take: () => lines.splice(0).map((line) => JSON.parse(line)),
        isEnded: () => isOver,
        stop,
      };
    },
    pass: (seconds) => simulator.runUntil(simulator.nowMs() + seconds * 1000),
  };
};

export const configMap = (name: string, data: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});

export const configMaps = '/api/v1/namespaces/default/configmaps';
