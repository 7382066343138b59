/** A watch: a stream of JSON lines, each an event. @source k8s 1.20 apiserver/pkg/endpoints/handlers/watch.go */
import {
  isAtLeast,
  type Answer,
  type KubeObject,
  type ListOptions,
  type Status,
  type WatchEventType,
} from '../../kube/index.ts';
import { compileSelection } from '../apiserver/index.ts';
import type { ChangeLog } from './change-log.ts';
import { tooOld } from './change-log.ts';
import type { StreamResponse, StreamSink } from './exchange.ts';
import { objectForm, tableForm, type FormContext } from './object-forms.ts';
import { isSet, numberOf } from './request-options.ts';
import type { RestHost } from './rest-host.ts';

/** How often a watcher that allows it is told how far it is. */
const bookmarkEveryMs = 60_000;
/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/get.go: a watch without a limit ends after 30 to 60 minutes */
const defaultTimeoutMs = 1_800_000;

/** What the watch begins with. */
type Beginning = { kind: 'present' } | { kind: 'after'; version: number };

const beginningOf = (query: URLSearchParams): Answer<Beginning> => {
  const text = query.get('resourceVersion') ?? '';
  if (text === '' || text === '0') return { ok: true, value: { kind: 'present' } };
  if (/^\d{1,16}$/.test(text)) return { ok: true, value: { kind: 'after', version: Number(text) } };
  return {
    ok: false,
    status: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
      reason: 'Invalid',
      code: 422,
    },
  };
};

/** Streaming lists came with 1.27, and were on by default in 1.32 and again from 1.34 on. */
const knowsInitialEvents = ({ simulator: { version } }: RestHost): boolean =>
  isAtLeast(version, 34) || (isAtLeast(version, 32) && !isAtLeast(version, 33));

export const answerWatch = (
  host: RestHost,
  log: ChangeLog,
  context: FormContext,
  options: ListOptions,
  query: URLSearchParams,
): Answer<StreamResponse> => {
  const { api, version } = host.simulator;
  const compiled = compileSelection(context.served.resource, options, version);
  if (!compiled.ok) return compiled;
  const beginning = beginningOf(query);
  if (!beginning.ok) return beginning;
  const timeout = numberOf(query, 'timeoutSeconds');
  if (!timeout.ok) return timeout;
  const sendsInitial = isSet(query, 'sendInitialEvents') && knowsInitialEvents(host);
  const allowsBookmarks = isSet(query, 'allowWatchBookmarks');
  const timeoutMs =
    timeout.value === undefined || timeout.value <= 0 ? defaultTimeoutMs : timeout.value * 1000;

  const start = (sink: StreamSink): (() => void) => {
    let isFirst = true;
    let isOver = false;
    const endings: (() => void)[] = [];
    const stop = (): void => {
      isOver = true;
      for (const end of endings.splice(0)) end();
    };
    const send = (type: WatchEventType | 'ERROR', object: unknown): void => {
      if (!isOver) sink.write(`${JSON.stringify({ type, object })}\n`);
    };
    const sendObject = (type: WatchEventType, stored: KubeObject): void => {
      if (context.accepted.form !== 'Table') send(type, objectForm(context, stored));
      else {
        const now = { ...context, nowMs: host.simulator.nowMs() };
        const { resourceVersion } = stored.metadata;
        send(type, tableForm(now, [stored], { resourceVersion }, isFirst));
      }
      isFirst = false;
    };
    const fail = (status: Status): void => {
      send('ERROR', status);
      sink.end();
      stop();
    };
    const bookmark = (annotations?: Record<string, string>): void => {
      const { described, apiVersion } = context.served;
      const metadata = { resourceVersion: api.lastResourceVersion(), creationTimestamp: null, annotations };
      send('BOOKMARK', { kind: described.kind, apiVersion, metadata });
    };

    const now = Number(api.lastResourceVersion());
    const from = beginning.value.kind === 'after' && !sendsInitial ? beginning.value.version : now;
    if (from > now) {
      fail({
        ...tooOld(from, now),
        message: `Too large resource version: ${from}, current: ${now}`,
        reason: 'Timeout',
        code: 504,
      });
      return stop;
    }
    if (beginning.value.kind === 'present' || sendsInitial) {
      const listed = api.list(context.served.resource.name, options);
      if (listed.ok) for (const object of listed.value.items) sendObject('ADDED', object);
      if (sendsInitial) bookmark({ 'k8s.io/initial-events-end': 'true' });
    }
    const following = log.follow(from, compiled.value, ({ type, object }) => sendObject(type, object));
    if (!following.ok) {
      fail(following.status);
      return stop;
    }
    endings.push(following.value);
    const bookmarkLater = (): void => {
      endings.push(
        host.after(bookmarkEveryMs, () => {
          bookmark();
          if (!isOver) bookmarkLater();
        }),
      );
    };
    if (allowsBookmarks) bookmarkLater();
    endings.push(
      host.after(timeoutMs, () => {
        if (allowsBookmarks) bookmark();
        sink.end();
        stop();
      }),
    );
    return stop;
  };
  const headers = {
    'cache-control': 'no-cache, private',
    'content-type': context.accepted.format === 'yaml' ? 'application/yaml;stream=watch' : 'application/json',
  };
  return { ok: true, value: { status: 200, headers, start } };
};
