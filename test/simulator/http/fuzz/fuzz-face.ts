/** Asks the REST face of a cluster whatever chance makes up, and judges all that it answers. */
import {
  createRestFace,
  createSimulator,
  isStream,
  type ApiRequest,
  type Simulator,
  type StreamResponse,
  type StreamSink,
} from '../../../../src/simulator/index.ts';
import { testLab } from '../../bare-world.ts';
import { wrongWith } from './answer-rules.ts';
import { RequestGrammar } from './request-grammar.ts';
import { wrongInStore } from './store-rules.ts';

export interface FuzzRound {
  seed: number;
  /** "1.20" */
  version: string;
  requests: number;
}

export interface FuzzResult {
  /** How many answers had each status. */
  statuses: Map<number, number>;
  /** Events that watches told. */
  events: number;
  /** What went wrong, each with the request that brought it out. */
  failures: string[];
}

const images = [{ repository: 'nginx', tags: ['latest'], behaviour: 'nginx' }];
/** Requests between two looks at the whole store, and between two steps of time. */
const storeEvery = 500;
const timeEvery = 40;
const stepMs = 700;
const maximalWatches = 8;
const maximalFailures = 20;

const shown = ({ method, path, query, headers, body }: ApiRequest): string => {
  const text = new TextDecoder().decode(body.subarray(0, 2000));
  return `${method} ${path}?${query.toString()} ${JSON.stringify(headers)}\n    ${text}`;
};

/** Whether anything was written; what a quota counts is charged first, also for what is refused then. */
const changedSince = ({ api }: Simulator, before: string): boolean => {
  const now = api.lastResourceVersion();
  const quotas = api.list('resourcequotas');
  return (
    now !== before &&
    !(quotas.ok && quotas.value.items.some((quota) => quota.metadata.resourceVersion === now))
  );
};

const trace = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** Reads a watch's events, and tells when one is older than that before it. */
const eventSink = (onEvent: () => void, onWrong: (what: string) => void): StreamSink => {
  let latest = 0;
  return {
    write(text) {
      onEvent();
      const told = /^\{"type":"(?:MODIFIED|DELETED)","object":\{.*?"resourceVersion":"(\d+)"/.exec(text)?.[1];
      if (told === undefined) return;
      if (Number(told) < latest) onWrong(`a watch went back from ${latest} to ${told}`);
      latest = Number(told);
    },
    end: () => undefined,
  };
};

export const fuzzFace = ({ seed, version, requests }: FuzzRound): FuzzResult => {
  const result: FuzzResult = { statuses: new Map(), events: 0, failures: [] };
  let index = 0;
  let asked: ApiRequest | undefined;
  const fail = (what: string): void => {
    const where = `version ${version}, seed ${seed}, request ${index}`;
    result.failures.push(`${where}: ${what}${asked === undefined ? '' : `\n  ${shown(asked)}`}`);
  };
  const attempt = (what: string, run: () => void): void => {
    try {
      run();
    } catch (error) {
      fail(`${what}: ${trace(error)}`);
    }
  };
  const simulator = createSimulator({ lab: testLab({ images }), version, seed });
  const face = createRestFace(simulator, { onFailure: (error) => fail(`a 500 for ${trace(error)}`) });
  const grammar = new RequestGrammar(simulator, seed);
  const watches: (() => void)[] = [];
  const follow = (response: StreamResponse): void => {
    watches.push(response.start(eventSink(() => result.events++, fail)));
    if (watches.length > maximalWatches) watches.shift()!();
  };
  const ask = (request: ApiRequest): void => {
    const before = simulator.api.lastResourceVersion();
    const response = face(request);
    result.statuses.set(response.status, (result.statuses.get(response.status) ?? 0) + 1);
    const wrong = wrongWith(request, response);
    if (wrong !== undefined) fail(wrong);
    if (isStream(response)) follow(response);
    const isNoWrite = response.status >= 400 || request.method === 'GET';
    if (isNoWrite && changedSince(simulator, before))
      fail(`the store changed, though it was answered ${response.status}`);
  };
  for (index = 0; index < requests && result.failures.length < maximalFailures; index++) {
    attempt('the making of a request', () => (asked = grammar.next()));
    attempt('thrown', () => ask(asked!));
    if (index % timeEvery === timeEvery - 1)
      attempt('thrown as time passed', () => simulator.runUntil(simulator.nowMs() + stepMs));
    const wrong = index % storeEvery === storeEvery - 1 ? wrongInStore(simulator) : undefined;
    if (wrong !== undefined) fail(`the store: ${wrong}`);
  }
  for (const stop of watches) stop();
  return result;
};
