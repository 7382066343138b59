/** Watches and logs over WebSockets. @source k8s 1.20 apiserver/pkg/endpoints/handlers/watch.go HandleWS; apiserver/pkg/util/wsstream/stream.go */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isStream, type ApiResponse, type StreamSink } from '../../simulator/index.ts';
import { listedIn, logProtocol, type WebSocketProtocol } from './protocols.ts';
import { openWebSocket, type MessageSocket } from './websocket.ts';

const drainCheckMs = 20;

const sinkOf = (socket: MessageSocket): StreamSink => ({
  write: (text) => socket.send(text),
  end: () => socket.close(),
  isFull: () => socket.isFull,
  onDrain(run) {
    // ws tells of no drain.
    const timer = setInterval(() => {
      if (socket.isFull) return;
      clearInterval(timer);
      run();
    }, drainCheckMs);
  },
  cut: () => socket.cut(),
});

/** A watch takes the one protocol that is offered for its own; more than one are too many. */
const watchProtocol = (offered: readonly string[]): WebSocketProtocol | undefined =>
  offered.length > 1 ? undefined : { name: offered[0] ?? '', framing: 'text' };

const refuse = (socket: Duplex, line: string): void => {
  socket.end(`HTTP/1.1 ${line}\r\nConnection: close\r\n\r\n`);
};

/** Sends what was answered by messages. It must be of success. */
export const answerByMessages = (
  answer: ApiResponse,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void => {
  const offered = listedIn(message.headers['sec-websocket-protocol']);
  const isLog = String(answer.headers['content-type']).startsWith('text/plain');
  const protocol = isLog ? logProtocol(offered) : watchProtocol(offered);
  // golang.org/x/net/websocket: a plain handler wants to know the origin.
  if (!isLog && message.headers.origin === undefined) refuse(socket, '403 Forbidden');
  else if (protocol === undefined) refuse(socket, isLog ? '403 Forbidden' : '400 Bad Request');
  else {
    openWebSocket(message, socket, head, protocol, false, (opened) => {
      // Logs begin with an empty message.
      if (isLog) opened.send('');
      const sink = sinkOf(opened);
      if (isStream(answer)) opened.onClose = answer.start(sink);
      else {
        if (answer.body.length > 0) opened.send(Buffer.from(answer.body as string));
        opened.close();
      }
    });
  }
};
