/** ProtocolClient: talks to the process of a simulator; matches answers to requests, and says clearly what goes wrong. */
import { BackendLostError, LabproofError } from '../../core/index.ts';
import { ApiError } from '../../kube/index.ts';
import type { Impersonation, WatchEvent } from '../../kube/index.ts';
import type { ChangeRecord } from '../backend.ts';
import { AnswerCheck, requestTitle } from './answer-check.ts';
import { SimulatorProcess } from './child-process.ts';
import type { ProcessEnd } from './child-process.ts';
import { answerSchema, changeMessageSchema, watchMessageSchema } from './protocol.ts';
import type { AnswerMessage, ChangeMessage, MethodName, Params, Result, WatchMessage } from './protocol.ts';
import type { MessageCheck } from './validate-message.ts';

export interface ClientOptions {
  command: readonly string[];
  /** As the user wrote it. */
  title: string;
  cwd: string;
  /** How long an answer may take, of the wall's time. */
  answerWithinMs: number;
  wrongWith: MessageCheck;
}

interface Pending {
  method: MethodName;
  /** As a person would name it. */
  title: string;
  resolve(result: unknown): void;
  reject(error: unknown): void;
  timer: NodeJS.Timeout;
}

/** How the simulator refused, where it was not the API that did. */
export class SimulatorRefusal extends LabproofError {}

const shorten = (line: string): string => (line.length <= 200 ? line : `${line.slice(0, 199)}…`);

const more =
  'play this scenario alone with its replay line, and let the simulator say more on standard error';
const seeDocs = 'docs/backend-protocol.md says what each method answers';

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export class ProtocolClient {
  readonly #options: ClientOptions;
  readonly #process: SimulatorProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #watches = new Map<number, (event: WatchEvent) => void>();
  readonly #check: AnswerCheck;
  #lastId = 0;
  #isEnding = false;
  #failure: BackendLostError | undefined;
  nowMs = 0;
  /** Called after every message that is no answer, and when the process has gone. */
  onNews: () => void = () => undefined;
  onChange: (change: ChangeRecord) => void = () => undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#check = new AnswerCheck(options.wrongWith);
    this.#process = new SimulatorProcess({
      command: options.command,
      cwd: options.cwd,
      onLine: (line) => this.#receive(line),
      onTooLong: () => this.#fail('process-babbles', 'printed a line that does not end', seeDocs),
      onEnd: (end) => this.#ended(end),
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** The minor of the version that the simulator is: by its types it is judged. */
  set minor(minor: number) {
    this.#check.minor = minor;
  }

  /** @throws BackendLostError when the process has gone or has broken the protocol */
  assertAlive(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** How it went away or broke the protocol; undefined while all is well. */
  get failure(): BackendLostError | undefined {
    return this.#failure;
  }

  /** Breaks off: what was answered has led to an error that is not of labproof's own making, or may be. */
  blame(error: unknown): BackendLostError | undefined {
    if (error instanceof LabproofError || error instanceof ApiError) return this.#failure;
    const { title, lacking } = this.#check.suspicion();
    const why = lacking === undefined ? '' : ` (${lacking})`;
    this.#fail(
      'process-misfit',
      `answered ${title} with something that labproof cannot deal with${why}: ${String(error)}`,
      'give objects all that a real API server gives them; if they have it, please report this',
    );
    return this.#failure;
  }

  /** Breaks off: it did not do what every simulator has to. */
  break(what: string): void {
    this.#fail('process-misfit', what, seeDocs);
  }

  /** @throws ApiError, SimulatorRefusal, or BackendLostError when the process has gone, is silent or babbles */
  ask<M extends MethodName>(
    method: M,
    params: Params<M>,
    { withinMs, as }: { withinMs?: number; as?: Impersonation | undefined } = {},
  ): Promise<Result<M>> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const id = ++this.#lastId;
    const limitMs = withinMs ?? this.#options.answerWithinMs;
    const title = requestTitle(method, params);
    return new Promise<Result<M>>((resolve, reject) => {
      const timer = setTimeout(
        () =>
          this.#fail(
            'process-silent',
            `did not answer ${title} within ${limitMs / 1000} s`,
            'a slower simulator needs --answer-within with more seconds',
          ),
        limitMs,
      );
      this.#pending.set(id, {
        method,
        title,
        resolve: resolve as (result: unknown) => void,
        reject,
        timer,
      });
      this.#process.send(JSON.stringify({ id, method, params, as }));
    });
  }

  async watch(
    params: Omit<Params<'watch'>, 'watch'>,
    onEvent: (event: WatchEvent) => void,
    as?: Impersonation,
  ): Promise<() => void> {
    const watch = ++this.#lastId;
    this.#watches.set(watch, onEvent);
    try {
      await this.ask('watch', { watch, ...params }, { as });
    } catch (error) {
      this.#watches.delete(watch);
      throw error;
    }
    return () => {
      // A process that has gone watches no more: the next request says so.
      if (this.#watches.delete(watch)) this.ask('unwatch', { watch }).catch(() => undefined);
    };
  }

  /** Keeps the process without keeping labproof from ending. */
  hold(isHeld: boolean): void {
    this.#process.hold(isHeld);
  }

  /** Forgets all watches: the cluster is another one. */
  forget(): void {
    this.#watches.clear();
    this.#check.forget();
    this.onNews = () => undefined;
    this.onChange = () => undefined;
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#process.end();
  }

  #receive(line: string): void {
    if (this.#failure !== undefined || line.trim() === '') return;
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      message = undefined;
    }
    if (!isObject(message)) {
      this.#fail(
        'process-babbles',
        `printed a line that is no message: ${shorten(line)}`,
        'standard output is for messages, one JSON object a line; print all else on standard error',
      );
    } else if ('id' in message) this.#take(message as AnswerMessage);
    else if ('watch' in message) this.#deliver(message as WatchMessage);
    else if ('change' in message) this.#note(message as ChangeMessage);
    else
      this.#fail(
        'process-babbles',
        `sent a message that is none: ${shorten(line)}`,
        `a message has "id", "watch" or "change": ${seeDocs}`,
      );
  }

  #take(message: AnswerMessage): void {
    const pending = this.#pending.get(message.id);
    const wrong = this.#options.wrongWith(answerSchema, message);
    if (pending === undefined || wrong !== undefined) {
      const why = wrong ?? `its id ${String(message.id)} is that of no open request`;
      this.#fail('process-babbles', `sent an answer that is none: ${why}`, seeDocs);
      return;
    }
    if (message.nowMs !== undefined) this.nowMs = message.nowMs;
    const { method, title, resolve, reject, timer } = pending;
    const misfit =
      message.error === undefined ? this.#check.misfit(method, title, message.result) : undefined;
    if (misfit !== undefined) {
      this.#fail('process-misfit', `answered ${title} with something else: ${misfit}`, seeDocs);
      return;
    }
    this.#pending.delete(message.id);
    clearTimeout(timer);
    const { error } = message;
    if (error === undefined) resolve(message.result);
    else if (error.status !== undefined) reject(new ApiError(error.status));
    else reject(new SimulatorRefusal(error.code ?? 'refused', error.message));
  }

  #deliver(message: WatchMessage): void {
    const wrong = this.#options.wrongWith(watchMessageSchema, message) ?? this.#check.watchMisfit(message);
    if (wrong !== undefined) {
      this.#fail('process-misfit', `sent a watch message that is none: ${wrong}`, seeDocs);
      return;
    }
    if (message.nowMs !== undefined) this.nowMs = message.nowMs;
    try {
      this.#watches.get(message.watch)?.({ type: message.type, object: message.object });
    } catch (error) {
      // Expectations are judged in here, and nobody waits for it.
      this.blame(error);
    }
    this.onNews();
  }

  #note(message: ChangeMessage): void {
    const wrong = this.#options.wrongWith(changeMessageSchema, message);
    if (wrong === undefined) this.onChange(message.change);
    else this.#fail('process-misfit', `sent a change message that is none: ${wrong}`, seeDocs);
  }

  #ended({ how, exitCode, unfinished }: ProcessEnd): void {
    if (this.#isEnding && this.#pending.size === 0) {
      this.#failure ??= new BackendLostError('process-ended', `${this.#options.title} has been ended`);
      return;
    }
    const [first] = this.#pending.values();
    const isUnstarted = how.startsWith('cannot');
    const when = first === undefined || isUnstarted ? '' : ` before it answered ${first.title}`;
    const where = unfinished === '' ? '' : `, in the middle of a line: ${shorten(unfinished)}`;
    this.#fail(
      'process-ended',
      how + when + where,
      isUnstarted
        ? 'a program needs its path and to be executable, or name what runs it: process:node ./my-simulator.mjs'
        : first?.method === 'hello'
          ? 'run the program by hand to see what it needs'
          : more,
      exitCode,
    );
  }

  #fail(code: string, what: string, hint: string, exitCode?: number): void {
    if (this.#failure !== undefined) return;
    const { title } = this.#options;
    const stderr = this.#process.lastErrors();
    this.#failure = new BackendLostError(code, `the simulator ${title} ${what}`, {
      hint,
      lastWords: { line: title, ...(exitCode === undefined ? {} : { exitCode }), stderr },
    });
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(this.#failure);
    }
    this.#pending.clear();
    this.#process.kill('SIGKILL');
    this.onNews();
  }
}
