/** A WebSocket as sessions and watches use it: messages of bytes, in binary or as base64, bounded and asked for life. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { askForLife } from './ask-for-life.ts';
import type { WebSocketProtocol } from './protocols.ts';

const maximalPayloadBytes = 4 * 1024 * 1024;
/** What may wait for a slow reader. */
export const maximalBufferBytes = 16 * 1024 * 1024;
/** Streams that can wait wait when this much is under way. */
const enoughBytes = 256 * 1024;

export interface MessageSocket {
  readonly protocol: WebSocketProtocol;
  /** Sends a message; `channel` stands before its bytes. */
  send(data: Buffer | string, channel?: number): void;
  /** Enough waits to be sent. */
  readonly isFull: boolean;
  close(): void;
  /** Ends it at once. */
  cut(): void;
  /** With channels, the channel of the message, else 0. */
  onMessage: (data: Buffer, channel: number) => void;
  onClose: () => void;
}

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);

const zeroCode = 0x30;

const wrap = (socket: WebSocket, protocol: WebSocketProtocol, hasChannels: boolean): MessageSocket => {
  const { framing } = protocol;
  const wrapped: MessageSocket = {
    protocol,
    get isFull() {
      return socket.bufferedAmount > enoughBytes;
    },
    send(data, channel) {
      if (socket.readyState !== socket.OPEN) return;
      const bytes = Buffer.from(data as string);
      if (framing === 'text') socket.send(bytes.toString());
      else if (framing === 'binary')
        socket.send(channel === undefined ? bytes : Buffer.concat([Buffer.from([channel]), bytes]));
      else socket.send(`${channel ?? ''}${bytes.toString('base64')}`);
      if (socket.bufferedAmount > maximalBufferBytes) socket.terminate();
    },
    close: () => socket.close(1000),
    cut: () => socket.terminate(),
    onMessage: () => undefined,
    onClose: () => undefined,
  };
  socket.on('message', (data) => {
    const bytes = bytesOf(data);
    if (!hasChannels) wrapped.onMessage(bytes, 0);
    else if (bytes.length > 0) {
      const rest = bytes.subarray(1);
      if (framing === 'binary') wrapped.onMessage(rest, bytes[0]!);
      else wrapped.onMessage(Buffer.from(rest.toString('latin1'), 'base64'), bytes[0]! - zeroCode);
    }
  });
  socket.on('close', () => wrapped.onClose());
  socket.on('error', () => socket.terminate());
  const heard = askForLife(
    () => socket.ping(),
    () => socket.terminate(),
  );
  socket.on('pong', heard.note);
  socket.on('message', heard.note);
  socket.on('close', heard.stop);
  return wrapped;
};

/** Takes the connection over. */
export const openWebSocket = (
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  protocol: WebSocketProtocol,
  hasChannels: boolean,
  onOpen: (socket: MessageSocket) => void,
): void => {
  const server = new WebSocketServer({ noServer: true, maxPayload: maximalPayloadBytes });
  // Named by hand: ws refuses names with a slash.
  delete message.headers['sec-websocket-protocol'];
  server.on('headers', (headers) => {
    if (protocol.name !== '') headers.push(`Sec-WebSocket-Protocol: ${protocol.name}`);
  });
  server.handleUpgrade(message, socket, head, (connection) =>
    onOpen(wrap(connection, protocol, hasChannels)),
  );
};
