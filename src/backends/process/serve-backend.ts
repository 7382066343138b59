/** Serves any Backend over the protocol: the other side of ProcessLabs, by which our own simulator is one behind it. */
import { LabproofError } from '../../core/index.ts';
import { ApiError } from '../../kube/index.ts';
import type { Impersonation, KubeApi } from '../../kube/index.ts';
import type { Lab } from '../../simulator/index.ts';
import type { Backend, ChangeRecord, RunningLoad } from '../backend.ts';
import type { Params, MethodName, Result, RefusalMessage, RequestMessage } from './protocol.ts';
import { methods, protocolVersion } from './protocol.ts';
import { loadMessageCheck } from './validate-message.ts';
import type { MessageCheck } from './validate-message.ts';

export interface ServedBackend {
  name: string;
  /** What it can do; all clusters that it opens can. */
  can: Result<'hello'>['can'];
  open(request: { lab: Lab; seed: number; kubernetes: string }): Promise<Backend>;
  /** Calls `listener` for every write to the cluster. */
  onChange(backend: Backend, listener: (change: ChangeRecord) => void): void;
}

type Handlers = { [M in MethodName]: (params: Params<M>) => Promise<Result<M>> };

/** One session: takes requests, answers messages through `send`. Requests are to be handed over one after the other. */
export class BackendSession {
  readonly #served: ServedBackend;
  readonly #send: (message: object) => void;
  readonly #stops = new Map<number, () => void>();
  readonly #loads = new Map<number, RunningLoad>();
  #wrongWith: MessageCheck | undefined;
  #backend: Backend | undefined;
  #told = 0;
  /** Who asks just now. */
  #as: Impersonation | undefined;

  constructor(served: ServedBackend, send: (message: object) => void) {
    this.#served = served;
    this.#send = send;
  }

  async take(line: string): Promise<void> {
    const { id, method, params, as } = JSON.parse(line) as RequestMessage;
    this.#as = as;
    let answer: { result: unknown } | { error: RefusalMessage };
    try {
      answer = { result: await this.#do(method, params) };
    } catch (error) {
      answer = { error: this.#refusal(error) };
    }
    this.#send({ id, ...answer, ...this.#time() });
  }

  #time(): { nowMs?: number } {
    return this.#backend === undefined ? {} : { nowMs: this.#backend.clock.now() };
  }

  #refusal(error: unknown): RefusalMessage {
    if (error instanceof ApiError) return { message: error.message, status: error.status };
    if (error instanceof LabproofError) return { message: error.message, code: error.code };
    throw error;
  }

  async #do(method: MethodName, params: unknown): Promise<unknown> {
    const definition = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (definition === undefined)
      throw new LabproofError('unsupported', `there is no method "${String(method)}"`);
    this.#wrongWith ??= await loadMessageCheck();
    const wrong = this.#wrongWith(definition.params, params);
    if (wrong !== undefined)
      throw new LabproofError('bad-request', `the parameters of "${method}": ${wrong}`);
    return (this.#handlers[method] as (params: unknown) => Promise<unknown>)(params);
  }

  get #lab(): Backend {
    if (this.#backend === undefined)
      throw new LabproofError('not-open', 'no cluster is open: ask for one with "open"');
    return this.#backend;
  }

  /** As whoever asks sees it. */
  get #api(): KubeApi {
    const { api } = this.#lab;
    if (this.#as === undefined) return api;
    if (api.as === undefined)
      throw new LabproofError('unsupported', 'the API cannot be asked as somebody else');
    return api.as(this.#as);
  }

  async #open({ lab, seed, kubernetes }: Params<'open'>): Promise<Result<'open'>> {
    await this.#close();
    const backend = await this.#served.open({ lab, seed, kubernetes });
    this.#backend = backend;
    this.#served.onChange(backend, (change) => this.#send({ change }));
    return { kubernetes: backend.version.gitVersion };
  }

  async #close(): Promise<void> {
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
    this.#loads.clear();
    await this.#backend?.close();
    this.#backend = undefined;
  }

  async #watch({ watch, resource, options }: Params<'watch'>): Promise<void> {
    const stop = await this.#api.watch(resource, options, ({ type, object }) => {
      this.#told++;
      this.#send({ watch, type, object, ...this.#time() });
    });
    this.#stops.set(watch, stop);
  }

  async #advance({ untilMs, untilChange }: Params<'advance'>): Promise<Result<'advance'>> {
    const { clock } = this.#lab;
    if (!untilChange) {
      await clock.sleep(Math.max(0, untilMs - clock.now()));
      return { outcome: 'deadline' };
    }
    const before = this.#told;
    const outcome = await clock.waitUntil(() => this.#told > before, untilMs);
    return { outcome: outcome === 'met' ? 'changed' : outcome };
  }

  readonly #handlers: Handlers = {
    hello: async () => ({
      protocol: protocolVersion,
      name: this.#served.name,
      clock: 'virtual',
      can: this.#served.can,
      reopens: true,
      impersonates: true,
      journal: true,
    }),
    open: (params) => this.#open(params),
    close: async () => (await this.#close(), {}),
    resources: async () => [...(await this.#api.resources())],
    get: ({ resource, namespace, name, subresource }) =>
      this.#api.get(resource, namespace, name, subresource),
    list: ({ resource, options }) => this.#api.list(resource, options),
    table: ({ resource, options }) => this.#api.table(resource, options),
    create: ({ resource, namespace, object, options }) =>
      this.#api.create(resource, namespace, object, options),
    createSubresource: ({ resource, namespace, name, subresource, body }) =>
      this.#api.createSubresource(resource, namespace, name, subresource, body),
    update: ({ resource, namespace, object, options }) =>
      this.#api.update(resource, namespace, object, options),
    patch: ({ resource, namespace, name, type, patch, options }) =>
      this.#api.patch(resource, namespace, name, type, patch, options),
    delete: ({ resource, namespace, name, options }) => this.#api.delete(resource, namespace, name, options),
    deleteCollection: ({ resource, options }) => this.#api.deleteCollection(resource, options),
    watch: async (params) => (await this.#watch(params), {}),
    unwatch: async ({ watch }) => {
      this.#stops.get(watch)?.();
      this.#stops.delete(watch);
      return {};
    },
    advance: (params) => this.#advance(params),
    log: ({ namespace, pod, options }) => this.#api.log(namespace, pod, options),
    exec: ({ target, command, options }) => this.#lab.can.exec!(target, command, options),
    request: (params) => this.#lab.can.request!(params),
    startLoad: async ({ load, ...spec }) => {
      this.#loads.set(load, await this.#lab.can.load!(spec));
      return {};
    },
    loadResult: async ({ load, stop }) => {
      const running = this.#loads.get(load);
      if (running === undefined) throw new LabproofError('unknown-load', `there is no load ${load}`);
      return stop ? running.stop() : running.result();
    },
    fault: async (params) => (await this.#lab.can.fault!(params), {}),
    addNode: async ({ name }) => (await this.#lab.can.addNode!(name), {}),
    removeNode: async ({ name }) => (await this.#lab.can.removeNode!(name), {}),
  };
}
