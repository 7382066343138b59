/** The exec of an API server, over WebSocket as before 1.30 (what is typed cannot end): the command runs in a process of this machine. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

/** The first byte of each message says of which stream it is. */
const [stdin, stdout, stderr, ending] = [0, 1, 2, 3];

const statusOf = (code: number | null): object =>
  code === 0
    ? { metadata: {}, status: 'Success' }
    : {
        metadata: {},
        status: 'Failure',
        reason: 'NonZeroExitCode',
        message: `command terminated with non-zero exit code: exit status ${String(code)}`,
        details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
      };

const run = (socket: WebSocket, [file = '', ...args]: readonly string[]): void => {
  const child = spawn(file, args, { stdio: 'pipe' });
  const say = (stream: number, data: Buffer): void => socket.send(Buffer.concat([Buffer.of(stream), data]));
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (data: Buffer) => say(stdout, data));
  child.stderr.on('data', (data: Buffer) => say(stderr, data));
  socket.on('message', (data: Buffer) => {
    if (data[0] === stdin) child.stdin.write(data.subarray(1));
  });
  const end = (status: object): void => {
    say(ending, Buffer.from(JSON.stringify(status)));
    socket.close();
  };
  child.on('error', (error) => end({ metadata: {}, status: 'Failure', message: error.message }));
  child.on('close', (code) => end(statusOf(code)));
  // Whoever goes away leaves nothing running.
  socket.on('close', () => child.kill());
};

export interface FakeExecServer {
  url: string;
  /** Path and query of the requests, as they came. */
  requests: string[];
  /** Closes connections without a word while it is true. */
  isRude: boolean;
  stop(): Promise<void>;
}

export const startExecServer = async (): Promise<FakeExecServer> => {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, handleProtocols: () => 'v4.channel.k8s.io' });
  const server: FakeExecServer = {
    url: '',
    requests: [],
    isRude: false,
    stop: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        sockets.close();
        http.close(() => resolve());
      }),
  };
  sockets.on('connection', (socket, { url = '' }) => {
    server.requests.push(url);
    if (server.isRude) socket.close();
    else run(socket, new URL(url, 'http://fake').searchParams.getAll('command'));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  server.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return server;
};
