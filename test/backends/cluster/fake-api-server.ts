/** A small API server of one collection, which can be told to fail in the ways real ones do. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiTransport } from '../../../src/backends/cluster/api-transport.ts';
import type { ApiAddress } from '../../../src/backends/cluster/open-kubeconfig.ts';

interface FakeObject {
  metadata: { name: string; uid: string; resourceVersion: string };
}

/** Answers a request itself when it returns true. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

export class FakeApiServer {
  readonly objects = new Map<string, FakeObject>();
  /** As they came: "GET /api/v1/pods?watch=true&resourceVersion=3". */
  readonly requests: string[] = [];
  readonly faults: Fault[] = [];
  #version = 0;
  #forgottenUpTo = 0;
  readonly #log: { version: number; line: string }[] = [];
  readonly #watchers = new Set<{ response: ServerResponse }>();
  readonly #server: Server;
  #transports: ApiTransport[] = [];

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async start(): Promise<FakeApiServer> {
    const fake = new FakeApiServer();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  transport(options: ConstructorParameters<typeof ApiTransport>[1] = {}): ApiTransport {
    const address: ApiAddress = {
      context: 'fake',
      server: this.url,
      sign: async () => ({}),
      kubeConfig: undefined as never,
    };
    const transport = new ApiTransport(address, { chance: () => 0, ...options });
    this.#transports.push(transport);
    return transport;
  }

  put(name: string, uid = name): void {
    const isNew = !this.objects.has(name);
    this.#version++;
    const object = { metadata: { name, uid, resourceVersion: String(this.#version) } };
    this.objects.set(name, object);
    this.#tell(isNew ? 'ADDED' : 'MODIFIED', object);
  }

  remove(name: string): void {
    const object = this.objects.get(name)!;
    this.objects.delete(name);
    this.#version++;
    const last = { metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
    this.#tell('DELETED', last);
  }

  bookmark(): void {
    this.#version++;
    this.#tell('BOOKMARK', { metadata: { name: '', uid: '', resourceVersion: String(this.#version) } });
  }

  /** Everything so far is compacted away: who watches from before gets a 410. */
  forget(): void {
    this.#forgottenUpTo = this.#version;
    this.#log.length = 0;
  }

  /** Ends all watches: properly, or in the middle of a line. */
  endWatches(how: 'end' | 'cut' = 'end'): void {
    for (const { response } of this.#watchers) {
      if (how === 'end') response.end();
      else response.write('{"type":"ADDED","object":{"meta', () => response.destroy());
    }
    this.#watchers.clear();
  }

  async stop(): Promise<void> {
    for (const transport of this.#transports) transport.close();
    this.endWatches();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #tell(type: string, object: FakeObject): void {
    const line = `${JSON.stringify({ type, object: { kind: 'Pod', apiVersion: 'v1', ...object } })}\n`;
    if (type !== 'BOOKMARK') this.#log.push({ version: this.#version, line });
    for (const { response } of this.#watchers) response.write(line);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const fault = this.faults[0];
    if (fault?.(request, response) === true) {
      this.faults.shift();
      return;
    }
    const url = new URL(request.url ?? '', this.url);
    if (url.searchParams.get('watch') !== 'true') {
      const metadata = { resourceVersion: String(this.#version) };
      const items = [...this.objects.values()];
      response.end(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata, items }));
      return;
    }
    const from = Number(url.searchParams.get('resourceVersion'));
    if (from < this.#forgottenUpTo) {
      const object = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' };
      response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
      return;
    }
    response.writeHead(200);
    response.flushHeaders();
    for (const { version, line } of this.#log) if (version > from) response.write(line);
    this.#watchers.add({ response });
  }
}

/** Waits until `isSo`; fails after five seconds. */
export const eventually = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 1000) throw new Error('it did not come true');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
