/** HTTP to an API server: rides out what a flaky one does (429, 500, dropped connections) and counts it. */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { BackendError } from '../../core/index.ts';
import { ApiError } from '../../kube/index.ts';
import type { Impersonation, Status } from '../../kube/index.ts';
import type { ApiAddress } from './open-kubeconfig.ts';

export interface ApiRequest {
  method: string;
  /** "/api/v1/pods?limit=1". */
  path: string;
  body?: string;
  contentType?: string;
  accept?: string;
  /** Whom it is asked as; default: whom the kubeconfig names. */
  as?: Impersonation | undefined;
}

/** How often the API had to be asked again, for the report. */
export interface Troubles {
  throttled: number;
  serverErrors: number;
  connectionErrors: number;
  droppedWatches: number;
  relists: number;
}

export interface TransportOptions {
  /** So long a failing request is tried again. */
  retryForMs?: number;
  /** A request without an answer for so long is given up. */
  timeoutMs?: number;
  /** Below 1; decides the jitter of back-off. Default: Math.random. */
  chance?: () => number;
}

const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** The server ends a watch before this; one that is silent for longer has lost its connection. */
const longestSilenceMs = 320_000;

interface Answered {
  code: number;
  text: string;
  retryAfterMs: number | undefined;
}

const isRetriedCode = (code: number): boolean => code === 500 || (code >= 502 && code <= 504);

/** Errors of a connection that was never made: what was to be sent has certainly not been done. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const statusOf = ({ code, text }: Answered): Status => {
  try {
    const parsed = JSON.parse(text) as Partial<Status>;
    if (parsed.kind === 'Status') return parsed as Status;
  } catch {
    // Not JSON: what a proxy or an overloaded server says in plain words.
  }
  const reason =
    code === 404 ? 'NotFound' : code === 401 ? 'Unauthorized' : code === 429 ? 'TooManyRequests' : '';
  const message =
    code === 404 ? 'the server could not find the requested resource' : text.trim() || `HTTP status ${code}`;
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
};

/** @source k8s 1.20 client-go/transport/round_trippers.go impersonatingRoundTripper */
const impersonationHeaders = ({ user, uid, groups = [], extra = {} }: Impersonation) => ({
  'Impersonate-User': user,
  ...(uid === undefined ? {} : { 'Impersonate-Uid': uid }),
  ...(groups.length === 0 ? {} : { 'Impersonate-Group': [...groups] }),
  ...Object.fromEntries(
    Object.entries(extra).map(([name, values]) => [
      `Impersonate-Extra-${encodeURIComponent(name)}`,
      [...values],
    ]),
  ),
});

const readAll = async (response: IncomingMessage): Promise<string> => {
  response.setEncoding('utf8');
  let text = '';
  for await (const piece of response) text += piece as string;
  return text;
};

/** Exponential, with half of each pause left to chance. `attempt` counts from 0. */
export const backOffMs = (attempt: number, chance: () => number): number => {
  const whole = Math.min(longestPauseMs, firstPauseMs * 2 ** attempt);
  return whole / 2 + (whole / 2) * chance();
};

export class ApiTransport {
  readonly troubles: Troubles = {
    throttled: 0,
    serverErrors: 0,
    connectionErrors: 0,
    droppedWatches: 0,
    relists: 0,
  };
  readonly address: ApiAddress;
  readonly chance: () => number;
  readonly #options: Required<Omit<TransportOptions, 'chance'>>;
  readonly #agent: Agent | HttpAgent;
  readonly #isSecure: boolean;

  constructor(
    address: ApiAddress,
    { retryForMs = 30_000, timeoutMs = 30_000, chance = Math.random }: TransportOptions = {},
  ) {
    this.address = address;
    this.chance = chance;
    this.#options = { retryForMs, timeoutMs };
    this.#isSecure = address.server.startsWith('https:');
    this.#agent = this.#isSecure ? new Agent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  }

  /** @throws ApiError when the API refuses, BackendError when it cannot be reached for the time of retries */
  async text(request: ApiRequest): Promise<string> {
    const giveUpMs = performance.now() + this.#options.retryForMs;
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.#attempt(request);
      if (outcome instanceof Error) {
        if (!this.#mayTryAgain(request, outcome) || performance.now() >= giveUpMs)
          throw this.unreachable(outcome);
      } else {
        if (outcome.code < 400) return outcome.text;
        const isAgain = this.#isTryAgain(request, outcome);
        if (!isAgain || performance.now() >= giveUpMs) throw new ApiError(statusOf(outcome));
      }
      const asked = outcome instanceof Error ? undefined : outcome.retryAfterMs;
      await delay(asked ?? backOffMs(attempt, this.chance));
    }
  }

  async json<T>(request: ApiRequest): Promise<T> {
    return JSON.parse(await this.text(request)) as T;
  }

  /** Opens a response whose body is read as it comes. Not tried again. @throws ApiError, or Error of the connection */
  async stream(request: ApiRequest): Promise<IncomingMessage> {
    const response = await this.#send(request);
    const code = response.statusCode ?? 0;
    if (code < 400) return response;
    throw new ApiError(statusOf({ code, text: await readAll(response), retryAfterMs: undefined }));
  }

  unreachable(cause: Error): BackendError {
    const { server, context } = this.address;
    return new BackendError(
      'cluster-unreachable',
      `the API server ${server} cannot be reached: ${cause.message}`,
      {
        hint: `is the cluster of the context ${context} up?`,
        cause,
      },
    );
  }

  close(): void {
    this.#agent.destroy();
  }

  async #attempt(request: ApiRequest): Promise<Answered | Error> {
    try {
      const response = await this.#send(request);
      const seconds = Number(response.headers['retry-after']);
      return {
        code: response.statusCode ?? 0,
        text: await readAll(response),
        retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined,
      };
    } catch (error) {
      if (error instanceof BackendError) throw error;
      return error as Error;
    }
  }

  /** A write whose connection broke may have been done: only what can be done twice is sent again. */
  #mayTryAgain({ method }: ApiRequest, error: Error): boolean {
    this.troubles.connectionErrors++;
    return method === 'GET' || neverSent.has((error as NodeJS.ErrnoException).code ?? '');
  }

  /** An eviction that a budget refuses is a 429 too, but without Retry-After: that is the caller's to handle. */
  #isTryAgain({ method }: ApiRequest, { code, retryAfterMs }: Answered): boolean {
    if (code === 429) {
      if (retryAfterMs === undefined && method !== 'GET') return false;
      this.troubles.throttled++;
      return true;
    }
    if (!isRetriedCode(code)) return false;
    this.troubles.serverErrors++;
    return method === 'GET' || retryAfterMs !== undefined;
  }

  async #send({ method, path, body, contentType, accept, as }: ApiRequest): Promise<IncomingMessage> {
    const signed = await this.address.sign();
    const url = new URL(this.address.server + path);
    const isWatch = url.searchParams.get('watch') === 'true';
    return new Promise((resolve, reject) => {
      const request = (this.#isSecure ? httpsRequest : httpRequest)(
        url,
        {
          ...signed,
          method,
          agent: this.#agent,
          timeout: isWatch ? longestSilenceMs : this.#options.timeoutMs,
          headers: {
            ...(signed.headers as Record<string, string> | undefined),
            accept: accept ?? 'application/json',
            'user-agent': 'labproof',
            ...(as === undefined ? {} : impersonationHeaders(as)),
            ...(body === undefined
              ? {}
              : {
                  'content-type': contentType ?? 'application/json',
                  'content-length': String(Buffer.byteLength(body)),
                }),
          },
        },
        resolve,
      );
      request.on('timeout', () => request.destroy(new Error('no answer in time')));
      request.on('error', reject);
      request.end(body);
    });
  }
}
