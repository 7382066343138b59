/** Sessions over WebSockets: the first byte of each message says of which stream it is. @source k8s 1.30 apiserver/pkg/util/wsstream, kubelet/cri/streaming/remotecommand/websocket.go */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { isAtLeast, type Status } from '../../kube/index.ts';
import { InputBuffer, type RemoteStreams } from './remote-streams.ts';
import type { SessionHost } from './session-host.ts';
import type { SessionRequest } from './session-request.ts';
import { createSpdyPorts } from './spdy-session.ts';

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
const maximalPayloadBytes = 4 * 1024 * 1024;
/** What may wait for a slow reader. */
const maximalBufferBytes = 16 * 1024 * 1024;

/** Port-forward travels as SPDY inside the messages. */
const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';

const chosenProtocol = (
  offered: ReadonlySet<string>,
  { simulator: { version } }: SessionHost,
  kind: SessionRequest['kind'],
): string | false => {
  if (kind === 'portforward')
    return isAtLeast(version, 31) && offered.has(tunnelProtocol) ? tunnelProtocol : false;
  const known = [...(isAtLeast(version, 30) ? ['v5.channel.k8s.io'] : []), 'v4.channel.k8s.io'];
  return known.find((protocol) => offered.has(protocol)) ?? false;
};

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);

const remoteOf = (socket: WebSocket): RemoteStreams => {
  const input = new InputBuffer();
  const goneListeners: (() => void)[] = [];
  const send = (channel: number, text: string): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text)]));
    if (socket.bufferedAmount > maximalBufferBytes) socket.terminate();
  };
  socket.on('message', (data) => {
    const bytes = bytesOf(data);
    if (bytes[0] === channels.stdin) input.push(bytes.subarray(1));
    else if (bytes[0] === channels.close && bytes[1] === channels.stdin) input.end();
  });
  socket.on('close', () => {
    input.end();
    for (const onGone of goneListeners.splice(0)) onGone();
  });
  // A client learns by an empty message that it may begin.
  send(channels.stdout, '');
  return {
    out: (text) => send(channels.stdout, text),
    err: (text) => send(channels.stderr, text),
    onInput: (onData, onEnd) => input.listen(onData, onEnd),
    onClose: (onGone) => goneListeners.push(onGone),
    finish(status: Status) {
      send(channels.error, JSON.stringify(status));
      socket.close(1000);
    },
  };
};

const runTunnel = (host: SessionHost, request: SessionRequest, socket: WebSocket): void => {
  const session = createSpdyPorts(host, request, {
    write: (data) => socket.send(data),
    close: () => socket.close(1000),
  });
  socket.on('message', (data) => session.receive(bytesOf(data)));
  socket.on('close', () => session.receiveEnd());
};

/** Takes the connection over; false when no protocol is in common, and nothing has been done. */
export const acceptWebSocket = (
  host: SessionHost,
  request: SessionRequest,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): boolean => {
  const offered = new Set(
    String(message.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((text) => text.trim()),
  );
  const protocol = chosenProtocol(offered, host, request.kind);
  if (protocol === false) return false;
  const server = new WebSocketServer({ noServer: true, maxPayload: maximalPayloadBytes });
  // Named by hand: ws refuses names with a slash.
  delete message.headers['sec-websocket-protocol'];
  server.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
  server.handleUpgrade(message, socket, head, (connection) => {
    connection.on('error', () => connection.terminate());
    if (request.kind === 'portforward') runTunnel(host, request, connection);
    else host.inputs.openSession(request, remoteOf(connection));
  });
  return true;
};
