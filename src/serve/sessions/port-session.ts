/** port-forward: a connection of the client's to a port of a pod. What it carries is understood as HTTP. */
import type { SessionHost } from './session-host.ts';

export interface PortStreams {
  write(data: Buffer): void;
  end(): void;
}

const maximalRequestBytes = 1024 * 1024;

/** An HTTP request at the start of `text`; undefined while it is not whole. */
const parseRequest = (text: string) => {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [start = '', ...lines] = text.slice(0, end).split('\r\n');
  const [method = 'GET', path = '/'] = start.split(' ');
  const headers = Object.fromEntries(
    lines.map((line): [string, string] => {
      const at = line.indexOf(':');
      return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
  const length = Number(headers['content-length'] ?? 0);
  const body = text.slice(end + 4, end + 4 + length);
  if (body.length < length) return undefined;
  return { method, path, headers, body, rest: text.slice(end + 4 + length) };
};

/** Answers every request that comes; `refuse` is told why the port cannot be reached. */
export const createPortSession = (
  { inputs, simulator: { api } }: SessionHost,
  target: { namespace: string; pod: string; port: number },
  streams: PortStreams,
  refuse: (why: string) => void,
): { receive(data: Buffer): void } => {
  let received = '';
  const answerOne = (request: NonNullable<ReturnType<typeof parseRequest>>): boolean => {
    const pod = api.get('pods', target.namespace, target.pod);
    const address = pod.ok ? (pod.value.status?.podIP ?? '') : '';
    const answer = inputs.portRequest({
      method: request.method,
      url: `http://${address}:${target.port}${request.path}`,
      headers: request.headers,
      body: request.body,
    });
    if ('error' in answer) {
      refuse(
        `error forwarding port ${target.port} to pod ${target.pod}, uid : failed to execute portforward in network namespace: dial tcp4 127.0.0.1:${target.port}: connect: connection refused`,
      );
      streams.end();
      return false;
    }
    const isClosing = /close/i.test(request.headers['connection'] ?? '');
    const headers = { ...answer.headers, 'content-length': String(Buffer.byteLength(answer.body)) };
    const lines = Object.entries(headers)
      .filter(([name]) => name.toLowerCase() !== 'transfer-encoding')
      .map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `HTTP/1.1 ${answer.status} ${answer.statusText}\r\n${lines.join('')}${isClosing ? 'connection: close\r\n' : ''}\r\n`;
    streams.write(Buffer.from(request.method === 'HEAD' ? head : head + answer.body));
    if (isClosing) streams.end();
    return !isClosing;
  };
  return {
    receive(data) {
      received += data.toString('latin1');
      if (received.length > maximalRequestBytes) {
        streams.end();
        return;
      }
      for (let request = parseRequest(received); request !== undefined; request = parseRequest(received)) {
        received = request.rest;
        if (!answerOne(request)) return;
      }
    },
  };
};
