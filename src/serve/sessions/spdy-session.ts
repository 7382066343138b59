/** Sessions over SPDY/3.1: a stream each for input, output, errors and the end. @source k8s 1.20 kubelet/cri/streaming/remotecommand/httpstream.go */
import type { Status } from '../../kube/index.ts';
import { SpdyConnection, type SpdyStream, type Transport } from '../spdy/spdy-connection.ts';
import { createPortSession } from './port-session.ts';
import { endFormatOf, endText, knowsResize } from './protocols.ts';
import { InputBuffer, type RemoteStreams } from './remote-streams.ts';
import type { SessionHost } from './session-host.ts';
import type { SessionRequest } from './session-request.ts';

const expectedStreams = ({ stdin, stdout, stderr, tty }: SessionRequest, protocol: string): string[] => [
  'error',
  ...(stdin ? ['stdin'] : []),
  ...(stdout ? ['stdout'] : []),
  ...(stderr ? ['stderr'] : []),
  ...(tty && knowsResize(protocol) ? ['resize'] : []),
];

/** The side of a session that the transport feeds. */
export interface FedSession {
  receive(data: Buffer): void;
  receiveEnd(): void;
  ping(): void;
}

/** After the last word the client has a moment to hang up itself. */
const lingerMs = 1000;

/** exec or attach. */
export const createSpdyCommand = (
  host: SessionHost,
  request: SessionRequest,
  protocol: string,
  transport: Transport,
): FedSession => {
  const streams = new Map<string, SpdyStream>();
  const input = new InputBuffer();
  const goneListeners: (() => void)[] = [];
  const remote: RemoteStreams = {
    out: (text) => streams.get('stdout')?.write(text),
    err: (text) => (streams.get('stderr') ?? streams.get('stdout'))?.write(text),
    onInput: (onData, onEnd) => input.listen(onData, onEnd),
    onClose: (onGone) => goneListeners.push(onGone),
    finish(status: Status) {
      streams.get('stdout')?.end();
      streams.get('stderr')?.end();
      const text = endText(status, endFormatOf(protocol));
      if (text !== undefined) streams.get('error')?.write(text);
      streams.get('error')?.end();
      setTimeout(() => connection.close(), lingerMs).unref();
    },
  };
  const connection = new SpdyConnection(transport, (stream) => {
    const type = stream.headers.get('streamtype') ?? '';
    streams.set(type, stream);
    if (type === 'stdin') {
      stream.onData = input.push;
      stream.onEnd = input.end;
    }
    if (expectedStreams(request, protocol).every((name) => streams.has(name)) && !isBegun) {
      isBegun = true;
      host.inputs.openSession(request, remote);
    }
  });
  let isBegun = false;
  return {
    receive: (data) => connection.receive(data),
    ping: () => connection.ping(),
    receiveEnd() {
      connection.receiveEnd();
      input.end();
      for (const onGone of goneListeners.splice(0)) onGone();
    },
  };
};

/** port-forward: pairs of a data and an error stream. */
export const createSpdyPorts = (
  host: SessionHost,
  { namespace, pod }: SessionRequest,
  transport: Transport,
): FedSession => {
  const errors = new Map<string, SpdyStream>();
  const connection = new SpdyConnection(transport, (stream) => {
    const id = stream.headers.get('requestid') ?? '';
    if (stream.headers.get('streamtype') === 'error') {
      errors.set(id, stream);
      return;
    }
    const error = errors.get(id);
    errors.delete(id);
    const port = Number(stream.headers.get('port') ?? 0);
    const streams = {
      write: (data: Buffer) => stream.write(data),
      end() {
        stream.end();
        error?.end();
      },
    };
    const session = createPortSession(host, { namespace, pod, port }, streams, (why) => error?.write(why));
    stream.onData = (data) => session.receive(data);
    stream.onEnd = () => streams.end();
  });
  return {
    receive: (data) => connection.receive(data),
    ping: () => connection.ping(),
    receiveEnd: () => connection.receiveEnd(),
  };
};
