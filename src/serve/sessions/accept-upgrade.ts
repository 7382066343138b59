/** Requests that leave HTTP: exec, attach and port-forward. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { badRequest, type Status } from '../../kube/index.ts';
import type { Passage } from '../../simulator/index.ts';
import { requestHead } from '../handle-request.ts';
import type { SessionHost } from './session-host.ts';
import { parseSession, type SessionRequest } from './session-request.ts';
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

/** Which of the offered protocols is spoken. @source k8s 1.20 apimachinery/pkg/util/httpstream/httpstream.go Handshake */
const protocolOf = (message: IncomingMessage, spoken: readonly string[]): string | undefined => {
  const offered = String(message.headers['x-stream-protocol-version'] ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return offered.length === 0 ? '' : offered.find((protocol) => spoken.includes(protocol));
};

const acceptSpdy = (
  host: SessionHost,
  request: SessionRequest,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void => {
  const isForward = request.kind === 'portforward';
  const protocol = protocolOf(message, isForward ? ['portforward.k8s.io'] : ['v4.channel.k8s.io']);
  if (protocol === undefined) {
    refuse(socket, {
      ...badRequest('unable to upgrade: no protocol in common'),
      code: 403,
      reason: 'Forbidden',
    });
    return;
  }
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n${protocol === '' ? '' : `X-Stream-Protocol-Version: ${protocol}\r\n`}\r\n`,
  );
  const transport = {
    write(data: Buffer) {
      if (!socket.destroyed) socket.write(data);
    },
    close: () => socket.end(),
  };
  const session = isForward
    ? createSpdyPorts(host, request, transport)
    : createSpdyCommand(host, request, transport);
  socket.on('data', (data: Buffer) => session.receive(data));
  socket.on('close', () => session.receiveEnd());
  if (head.length > 0) session.receive(head);
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
  const request = parseSession(requestHead(message));
  if (request === undefined) {
    refuse(socket, badRequest('this path knows no upgrade'));
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
  const upgrade = (message.headers.upgrade ?? '').toLowerCase();
  if (upgrade === 'spdy/3.1') acceptSpdy(host, request, message, socket, head);
  else if (upgrade !== 'websocket' || !acceptWebSocket(host, request, message, socket, head))
    refuse(socket, badRequest('unable to upgrade: no protocol in common'));
};
