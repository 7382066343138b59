/** A request to the API and what is answered: plain values, so that all of it works without a socket. */
import type { Status } from '../../kube/index.ts';
import type { Identity } from '../authentication/index.ts';

export interface ApiRequest {
  method: string;
  /** As sent, still percent-encoded: "/api/v1/pods". */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  /** Whom the gate has let pass; absent: the cluster's administrator. */
  identity?: Identity;
}

/** Where the text of a stream goes. */
export interface StreamSink {
  write(text: string): void;
  end(): void;
  /** Enough waits to be read: better ask again after onDrain. Absent: it takes everything. */
  isFull?(): boolean;
  /** Calls `run` once, when there is room again. */
  onDrain?(run: () => void): void;
  /** Ends it without another word: the reader is too slow. */
  cut?(): void;
}

export interface WholeResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Uint8Array;
}

export interface StreamResponse {
  status: number;
  headers: Record<string, string | string[]>;
  /** Starts to write; answers how to stop. */
  start(sink: StreamSink): () => void;
}

export type ApiResponse = WholeResponse | StreamResponse;

export const isStream = (response: ApiResponse): response is StreamResponse => 'start' in response;

export const answerText = (status: number, text: string): WholeResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: text,
});

export const answerJson = (status: number, value: unknown): WholeResponse => ({
  status,
  headers: { 'cache-control': 'no-cache, private', 'content-type': 'application/json' },
  body: `${JSON.stringify(value)}\n`,
});

/** A refusal is a Status object under its own code. */
export const answerStatus = (status: Status): WholeResponse => {
  const response = answerJson(status.code ?? 500, status);
  const seconds = status.details?.retryAfterSeconds;
  if (seconds !== undefined && seconds > 0) response.headers['retry-after'] = String(seconds);
  return response;
};

/** What upstream's mux says of a path that nobody has registered. */
export const answerNoPage = (): WholeResponse => answerText(404, '404 page not found\n');
