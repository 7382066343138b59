/** Requests that leave HTTP: exec, attach and port-forward. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { badRequest, type Status } from '../../kube/index.ts';
import { isStream, parseResourcePath, type ApiRequest, type Passage } from '../../simulator/index.ts';
import { askForLife } from './ask-for-life.ts';
import { listedIn, spdyCommandProtocols, spdyPortProtocols } from './protocols.ts';
import type { SessionHost } from './session-host.ts';
import { parseSession, type SessionRequest } from './session-request.ts';
import { maximalBufferBytes } from './websocket.ts';
import { answerByMessages } from './websocket-stream.ts';
import { acceptWebSocket } from './websocket-session.ts';
import { createSpdyCommand, createSpdyPorts } from './spdy-session.ts';

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
};

/** Answers without leaving HTTP, and hangs up. */
const refuse = (socket: Duplex, status: Status): void =>
  hangUp(socket, status.code ?? 500, `${JSON.stringify(status)}\n`);

const hangUp = (socket: Duplex, code: number, body: string): void => {
  socket.end(
    `HTTP/1.1 ${code} ${reasons[code] ?? 'Internal Server Error'}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

/** A word of the handshake that is no Status: as the kubelet says it, and the API server passes it on. */
const refusePlainly = (socket: Duplex, code: number, text: string, accepted: readonly string[]): void => {
  const lines = accepted.map((one) => `X-Accepted-Stream-Protocol-Versions: ${one}\r\n`);
  socket.end(
    `HTTP/1.1 ${code} ${reasons[code] ?? ''}\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n${lines.join('')}Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
};

/** The first of what the client offers that is spoken. @source k8s 1.20 apimachinery/pkg/util/httpstream/httpstream.go Handshake */
const negotiate = (
  offered: readonly string[],
  spoken: readonly string[],
): { protocol: string } | { code: number; why: string } => {
  if (offered.length === 0)
    return { code: 400, why: 'unable to upgrade: X-Stream-Protocol-Version is required' };
  const protocol = offered.find((one) => spoken.includes(one));
  if (protocol !== undefined) return { protocol };
  return {
    code: 403,
    why: `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${spoken.join(' ')}]`,
  };
};

const acceptSpdy = (
  host: SessionHost,
  request: SessionRequest,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void => {
  const isForward = request.kind === 'portforward';
  const offered = listedIn(message.headers['x-stream-protocol-version']);
  const spoken = isForward ? spdyPortProtocols : spdyCommandProtocols;
  const agreed = negotiate(offered, spoken);
  if ('why' in agreed) {
    refusePlainly(socket, agreed.code, `${agreed.why}\n`, agreed.code === 403 ? spoken : []);
    return;
  }
  const { protocol } = agreed;
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${protocol}\r\n\r\n`,
  );
  const transport = {
    write(data: Buffer) {
      if (socket.destroyed) return;
      socket.write(data);
      // SPDY's own windows are kept by no client there is (moby/spdystream knows none): a bound it is, as for watches.
      if (socket.writableLength > maximalBufferBytes) socket.destroy();
    },
    close: () => socket.end(),
  };
  const session = isForward
    ? createSpdyPorts(host, request, transport)
    : createSpdyCommand(host, request, protocol, transport);
  const signs = askForLife(
    () => session.ping(),
    () => socket.destroy(),
  );
  socket.on('data', (data: Buffer) => {
    signs.note();
    session.receive(data);
  });
  socket.on('close', () => {
    signs.stop();
    session.receiveEnd();
  });
  if (head.length > 0) session.receive(head);
};

/** Anything else is answered as without the upgrade, by messages where it can be. */
const acceptOther = (
  { inputs }: SessionHost,
  request: ApiRequest,
  isWebSocket: boolean,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void => {
  const answer = inputs.answer(request);
  const isGood = answer.status === 200 && request.method === 'GET';
  const isLog = isGood && parseResourcePath(request.path)?.subresource === 'log';
  if (isWebSocket && isGood && (isStream(answer) || isLog)) {
    answerByMessages(answer, message, socket, head);
    return;
  }
  if (isStream(answer)) refuse(socket, badRequest('this path knows no such upgrade'));
  else hangUp(socket, answer.status, Buffer.from(answer.body as string).toString());
};

/** Takes the connection over. `passage`: what the gate says of it. */
export const acceptUpgrade = (
  host: SessionHost,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  passage: Passage,
): void => {
  socket.on('error', () => socket.destroy());
  if ('refusal' in passage) {
    const { status, body } = passage.refusal;
    hangUp(socket, status, String(body));
    return;
  }
  const upgrade = (message.headers.upgrade ?? '').toLowerCase();
  const request = parseSession(passage.request);
  if (request === undefined) {
    acceptOther(host, passage.request, upgrade === 'websocket', message, socket, head);
    return;
  }
  const { namespace, pod, container, kind } = request;
  const found = host.simulator.site.findRunning({
    namespace,
    pod,
    ...(container === undefined ? {} : { container }),
  });
  if (!found.ok) {
    refuse(socket, found.status);
    return;
  }
  if (kind === 'exec' && request.command.length === 0) {
    refuse(socket, badRequest('you must specify at least 1 command for the container'));
    return;
  }
  if (upgrade === 'spdy/3.1') acceptSpdy(host, request, message, socket, head);
  else if (upgrade !== 'websocket')
    refuse(socket, badRequest(`unable to upgrade: unknown upgrade ${JSON.stringify(upgrade)}`));
  else if (!acceptWebSocket(host, request, message, socket, head))
    // As golang.org/x/net/websocket does: without a word.
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
};
