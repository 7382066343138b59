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
import { objectText } from './encoded-objects.ts';
import { objectForm, tableForm, type FormContext } from './object-forms.ts';
import { isSet, numberOf } from './request-options.ts';
import { parseResourceVersion } from './resource-version.ts';
import type { RestHost } from './rest-host.ts';
import { WatchOutlet } from './watch-outlet.ts';

/** How often a watcher that allows it is told how far it is. */
const bookmarkEveryMs = 60_000;
/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/get.go: a watch without a limit ends after 30 to 60 minutes */
const defaultTimeoutMs = 1_800_000;

/** What the watch begins with. */
type Beginning = { kind: 'present' } | { kind: 'after'; version: number };

const beginningOf = (query: URLSearchParams): Answer<Beginning> => {
  const text = query.get('resourceVersion') ?? '';
  if (text === '' || text === '0') return { ok: true, value: { kind: 'present' } };
  const read = parseResourceVersion(text);
  return read.ok ? { ok: true, value: { kind: 'after', version: read.value } } : read;
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
    const endings: (() => void)[] = [];
    const stop = (): void => {
      out.stop();
      for (const end of endings.splice(0)) end();
    };
    const sendObject = (type: WatchEventType, stored: KubeObject): void =>
      out.send(() => {
        if (context.accepted.form === 'object')
          return `{"type":"${type}","object":${objectText(context.served, stored)}}\n`;
        const now = { ...context, nowMs: host.simulator.nowMs() };
        const { resourceVersion } = stored.metadata;
        const isTable = context.accepted.form === 'Table';
        const object = isTable
          ? tableForm(now, [stored], { resourceVersion }, isFirst)
          : objectForm(now, stored);
        isFirst = false;
        return `${JSON.stringify({ type, object })}\n`;
      });
    const out = new WatchOutlet(sink, stop);
    const fail = (status: Status): void => {
      out.send(() => `${JSON.stringify({ type: 'ERROR', object: status })}\n`);
      out.end();
      stop();
    };
    const bookmark = (annotations?: Record<string, string>): void => {
      const { described, apiVersion } = context.served;
      const metadata = { resourceVersion: api.lastResourceVersion(), creationTimestamp: null, annotations };
      const text = `${JSON.stringify({ type: 'BOOKMARK', object: { kind: described.kind, apiVersion, metadata } })}\n`;
      out.send(() => text);
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
    // What there was before does not count as being behind.
    out.allowFor();
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
          if (!out.isOver) bookmarkLater();
        }),
      );
    };
    if (allowsBookmarks) bookmarkLater();
    endings.push(
      host.after(timeoutMs, () => {
        if (allowsBookmarks) bookmark();
        out.end();
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
