/** GET pods/log: text, whole or as it grows. */
import { badRequest } from '../../kube/index.ts';
import { answerStatus, type ApiRequest, type ApiResponse, type StreamSink } from './exchange.ts';
import { isSet, numberOf } from './request-options.ts';
import type { ResourcePath } from './resource-path.ts';
import type { RestHost } from './rest-host.ts';

const followEveryMs = 100;

const headers = { 'cache-control': 'no-cache, private', 'content-type': 'text/plain' };

export const answerLog = (host: RestHost, { query }: ApiRequest, path: ResourcePath): ApiResponse => {
  const { api, site } = host.simulator;
  const { namespace = '', name = '' } = path;
  const tail = numberOf(query, 'tailLines');
  if (!tail.ok) return answerStatus(tail.status);
  const since = numberOf(query, 'sinceSeconds');
  if (!since.ok) return answerStatus(since.status);
  const limit = numberOf(query, 'limitBytes');
  if (!limit.ok) return answerStatus(limit.status);
  const sinceTime = query.get('sinceTime');
  const sinceTimeMs = sinceTime === null ? undefined : Date.parse(sinceTime);
  if (sinceTimeMs !== undefined && Number.isNaN(sinceTimeMs))
    return answerStatus(badRequest(`parsing time ${JSON.stringify(sinceTime)}`));
  const sinceSeconds =
    sinceTimeMs === undefined ? since.value : Math.max(1, (host.simulator.nowMs() - sinceTimeMs) / 1000);
  const container = query.get('container') ?? '';
  const chosen = {
    ...(container === '' ? {} : { container }),
    ...(isSet(query, 'previous') ? { previous: true } : {}),
    ...(isSet(query, 'timestamps') ? { timestamps: true } : {}),
  };
  const read = (isWhole: boolean) =>
    site.log(namespace, name, {
      ...chosen,
      ...(isWhole || tail.value === undefined ? {} : { tailLines: tail.value }),
      ...(isWhole || sinceSeconds === undefined ? {} : { sinceSeconds }),
    });
  const first = read(false);
  if (!first.ok) return answerStatus(first.status);
  if (!isSet(query, 'follow'))
    return {
      status: 200,
      headers,
      body: limit.value === undefined ? first.value : first.value.slice(0, limit.value),
    };

  /** Whether the container may still write. */
  const isAlive = (): boolean => {
    const pod = api.get('pods', namespace, name);
    if (!pod.ok) return false;
    const { phase, containerStatuses = [] } = pod.value.status ?? {};
    if (phase === 'Succeeded' || phase === 'Failed') return false;
    const wanted = container === '' ? pod.value.spec.containers[0]?.name : container;
    const status = containerStatuses.find((one) => one.name === wanted);
    return status === undefined || status.state?.terminated === undefined;
  };
  const start = (sink: StreamSink): (() => void) => {
    sink.write(first.value);
    const whole = read(true);
    let written = whole.ok ? whole.value.length : 0;
    let cancel = (): void => undefined;
    const goOn = (): void => {
      // What is not read yet stays where it is.
      if (sink.isFull?.() === true) {
        cancel = host.after(followEveryMs, goOn);
        return;
      }
      const mayGrow = isAlive();
      const now = read(true);
      if (now.ok && now.value.length > written) sink.write(now.value.slice(written));
      if (now.ok) written = now.value.length;
      if (mayGrow && now.ok) cancel = host.after(followEveryMs, goOn);
      else sink.end();
    };
    cancel = host.after(followEveryMs, goOn);
    return () => cancel();
  };
  return { status: 200, headers, start };
};
