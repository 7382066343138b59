/** A proxy in front of an API server that fails in the ways real ones do, in a fixed order: 429, 500, dropped connections, cut watches, a restart. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface Upstream {
  url: string;
  certificate: string;
}

/** What is done to every so-manieth request; writes only get what says that nothing was done. */
export interface Flakiness {
  throttleEvery: number;
  failEvery: number;
  dropEvery: number;
  /** A watch lives so long. */
  watchMs: number;
  /** After so many requests nobody listens for a while. */
  restartAfter: number;
  restartMs: number;
}

export class FlakyProxy {
  readonly #upstream: Upstream;
  readonly #flakiness: Flakiness;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((request, response) => this.#answer(request, response));
  readonly #timers = new Set<NodeJS.Timeout>();
  #count = 0;
  #port = 0;
  /** How often it has been away. */
  restarts = 0;

  private constructor(upstream: Upstream, flakiness: Flakiness) {
    this.#upstream = upstream;
    this.#flakiness = flakiness;
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(upstream: Upstream, flakiness: Flakiness): Promise<FlakyProxy> {
    const proxy = new FlakyProxy(upstream, flakiness);
    await proxy.#listen();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#stop();
  }

  #listen(): Promise<void> {
    return new Promise((resolve) =>
      this.#server.listen(this.#port, '127.0.0.1', () => {
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve();
      }),
    );
  }

  #stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  #later(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const count = ++this.#count;
    const { throttleEvery, failEvery, dropEvery, restartAfter, restartMs } = this.#flakiness;
    if (count === restartAfter) {
      this.restarts++;
      void this.#stop().then(() => this.#later(restartMs, () => void this.#listen()));
      return;
    }
    const isRead = request.method === 'GET';
    if (count % throttleEvery === 0) {
      response.writeHead(429, { 'retry-after': '1' });
      response.end('too many requests, please try again later\n');
    } else if (isRead && count % failEvery === 0) {
      response.writeHead(500);
      response.end('etcdserver: leader changed\n');
    } else if (isRead && count % dropEvery === 0) request.socket.destroy();
    else this.#pass(request, response);
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const { url, certificate } = this.#upstream;
    const passed = httpsRequest(
      url + (request.url ?? '/'),
      { method: request.method, headers: request.headers, ca: certificate },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        if ((request.url ?? '').includes('watch=true'))
          this.#later(this.#flakiness.watchMs, () => request.socket.destroy());
      },
    );
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    request.pipe(passed);
  }
}
