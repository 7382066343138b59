/** One watch that never ends by itself: lists, watches, resumes, and lists again when the server has forgotten where it was. */
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../../kube/index.ts';
import type { Impersonation, KubeList, KubeObject, WatchEvent, WatchOptions } from '../../kube/index.ts';
import { backOffMs } from './api-transport.ts';
import type { ApiTransport } from './api-transport.ts';

export interface WatchTarget {
  /** Path and query of the collection, without watch's own: "/api/v1/pods?labelSelector=a%3Db". */
  path: string;
  /** Start after this version; absent: with an ADDED for all there is. */
  resourceVersion: WatchOptions['resourceVersion'];
  /** Whom the API is asked as. */
  as?: Impersonation | undefined;
  onEvent(event: WatchEvent): void;
}

/** The server ends a watch after this time, and it is taken up where it ended. */
const timeoutSeconds = 290;

const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;

const isGone = (error: unknown): boolean =>
  error instanceof ApiError && (error.status.code === 410 || error.status.reason === 'Expired');

const withQuery = (path: string, query: Readonly<Record<string, string>>): string =>
  `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(query).toString()}`;

/** Yields the lines of a body as they come. */
async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  response.setEncoding('utf8');
  let rest = '';
  for await (const piece of response) {
    const lines = (rest + (piece as string)).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (line !== '') yield line;
  }
}

interface RawEvent {
  type: WatchEvent['type'] | 'ERROR';
  object: KubeObject;
}

export class WatchLoop {
  readonly #transport: ApiTransport;
  readonly #target: WatchTarget;
  readonly #known = new Map<string, KubeObject>();
  #resourceVersion: string | undefined;
  #isStopped = false;
  #response: IncomingMessage | undefined;

  constructor(transport: ApiTransport, target: WatchTarget) {
    this.#transport = transport;
    this.#target = target;
    this.#resourceVersion = target.resourceVersion;
  }

  /** Resolves when the first list has been delivered; what comes later comes in the background. */
  async start(): Promise<void> {
    if (this.#resourceVersion === undefined) await this.#list();
    void this.#follow();
  }

  stop(): void {
    this.#isStopped = true;
    this.#response?.destroy();
  }

  /** Says what a list shows to be different from what was known: after a first list, all of it. */
  async #list(): Promise<void> {
    const list = await this.#transport.json<KubeList>({
      method: 'GET',
      path: this.#target.path,
      as: this.#target.as,
    });
    if (this.#isStopped) return;
    const listed = new Set(list.items.map(keyOf));
    const kind = list.kind.replace(/List$/, '');
    for (const [key, object] of [...this.#known]) if (!listed.has(key)) this.#deliver('DELETED', object);
    for (const item of list.items) {
      // The items of a list leave out what they are.
      const object: KubeObject = { ...item, apiVersion: list.apiVersion, kind };
      const before = this.#known.get(keyOf(object));
      if (before === undefined) this.#deliver('ADDED', object);
      else if (before.metadata.uid !== object.metadata.uid) {
        this.#deliver('DELETED', before);
        this.#deliver('ADDED', object);
      } else if (before.metadata.resourceVersion !== object.metadata.resourceVersion)
        this.#deliver('MODIFIED', object);
    }
    this.#resourceVersion = list.metadata.resourceVersion ?? '0';
  }

  async #follow(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped) {
      try {
        if (this.#resourceVersion === undefined) {
          this.#transport.troubles.relists++;
          await this.#list();
        }
        if (await this.#watchOnce()) failures = 0;
      } catch (error) {
        if (this.#isStopped) return;
        if (isGone(error)) {
          this.#resourceVersion = undefined;
          failures = 0;
          continue;
        }
        this.#transport.troubles.droppedWatches++;
      }
      if (failures > 0)
        await delay(backOffMs(failures - 1, this.#transport.chance), undefined, { ref: false });
      failures++;
    }
  }

  /** Whether anything came. Ends when the server ends it. */
  async #watchOnce(): Promise<boolean> {
    const path = withQuery(this.#target.path, {
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: this.#resourceVersion ?? '0',
      timeoutSeconds: String(timeoutSeconds),
    });
    this.#response = await this.#transport.stream({ method: 'GET', path, as: this.#target.as });
    let hasCome = false;
    for await (const line of linesOf(this.#response)) {
      // A line that was cut off by a lost connection is none; the version before it is where to go on.
      const event = JSON.parse(line) as RawEvent;
      if (this.#isStopped) return true;
      if (event.type === 'ERROR') throw new ApiError(event.object as never);
      hasCome = true;
      this.#resourceVersion = event.object.metadata.resourceVersion ?? this.#resourceVersion;
      if (event.type !== 'BOOKMARK') this.#deliver(event.type, event.object);
    }
    return hasCome;
  }

  #deliver(type: WatchEvent['type'], object: KubeObject): void {
    if (type === 'DELETED') this.#known.delete(keyOf(object));
    else this.#known.set(keyOf(object), object);
    this.#target.onEvent({ type, object });
  }
}
