/** Sessions over WebSockets: the first byte of each message says of which stream it is. @source k8s 1.20 kubelet/cri/streaming/remotecommand/websocket.go, portforward/websocket.go; 1.30 apiserver/pkg/util/proxy/streamtranslator.go */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createPortSession } from './port-session.ts';
import { endFormatOf, endText, listedIn, tunnelProtocol, webSocketProtocol } from './protocols.ts';
import { InputBuffer, type RemoteStreams } from './remote-streams.ts';
import type { SessionHost } from './session-host.ts';
import type { SessionRequest } from './session-request.ts';
import { createSpdyPorts } from './spdy-session.ts';
import { openWebSocket, type MessageSocket } from './websocket.ts';

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

const remoteOf = (socket: MessageSocket, request: SessionRequest): RemoteStreams => {
  const input = new InputBuffer();
  const goneListeners: (() => void)[] = [];
  const { name } = socket.protocol;
  const knowsClose = name.startsWith('v5.');
  socket.onMessage = (data, channel) => {
    if (channel === channels.stdin && request.stdin) input.push(data);
    else if (knowsClose && channel === channels.close && data[0] === channels.stdin) input.end();
  };
  socket.onClose = () => {
    input.end();
    for (const onGone of goneListeners.splice(0)) onGone();
  };
  // A client learns by an empty message that it may begin.
  const { stdout, stderr } = request;
  socket.send('', stdout ? channels.stdout : stderr ? channels.stderr : channels.error);
  return {
    out: (text) => {
      if (stdout) socket.send(text, channels.stdout);
    },
    err: (text) => {
      if (stderr) socket.send(text, channels.stderr);
    },
    onInput: (onData, onEnd) => input.listen(onData, onEnd),
    onClose: (onGone) => goneListeners.push(onGone),
    finish(status) {
      const text = endText(status, endFormatOf(name));
      if (text !== undefined) socket.send(text, channels.error);
      socket.close();
    },
  };
};

const runTunnel = (host: SessionHost, request: SessionRequest, socket: MessageSocket): void => {
  const session = createSpdyPorts(host, request, {
    write: (data) => socket.send(data),
    close: () => socket.close(),
  });
  socket.onMessage = (data) => session.receive(data);
  socket.onClose = () => session.receiveEnd();
};

/** Two channels a port: data and errors. Both begin with the port's number. */
const runPorts = (
  host: SessionHost,
  { namespace, pod, ports }: SessionRequest,
  socket: MessageSocket,
): void => {
  const sessions = ports.map((port, index) => {
    const [data, error] = [2 * index, 2 * index + 1];
    const number = Buffer.from([port & 0xff, port >> 8]);
    socket.send(number, data);
    socket.send(number, error);
    const streams = { write: (bytes: Buffer) => socket.send(bytes, data), end: () => undefined };
    return createPortSession(host, { namespace, pod, port }, streams, (why) => socket.send(why, error));
  });
  socket.onMessage = (data, channel) => {
    if (channel % 2 === 0) sessions[channel / 2]?.receive(data);
  };
};

/** Takes the connection over; false when no protocol is in common, and nothing has been done. */
export const acceptWebSocket = (
  host: SessionHost,
  request: SessionRequest,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): boolean => {
  const isForward = request.kind === 'portforward';
  const offered = listedIn(message.headers['sec-websocket-protocol']);
  const protocol = webSocketProtocol(offered, isForward ? 'ports' : 'command', host.simulator.version);
  if (protocol === undefined) return false;
  const isTunnel = protocol.name === tunnelProtocol;
  openWebSocket(message, socket, head, protocol, !isTunnel, (opened) => {
    if (isTunnel) runTunnel(host, request, opened);
    else if (isForward) runPorts(host, request, opened);
    else host.inputs.openSession(request, remoteOf(opened, request));
  });
  return true;
};
