/** The one gate by which the outside reaches the served cluster: what passes it is written down first, and so can be replayed. */
import {
  internalError,
  type HttpAnswer,
  type HttpFailure,
  type HttpRequest,
  type Status,
} from '../../kube/index.ts';
import {
  answerStatus,
  parseResourcePath,
  type ApiRequest,
  type ApiResponse,
  type RestFace,
  type Simulator,
} from '../../simulator/index.ts';
import { runAttach, runExec } from '../sessions/exec-session.ts';
import { InputBuffer, type RemoteStreams } from '../sessions/remote-streams.ts';
import type { SessionRequest } from '../sessions/session-request.ts';
import { apiInput, apiRequest, sessionInput, sessionRequest } from './input-forms.ts';
import { bytesOfJournal, journalBytes, type JournalEntry, type JournalEvent } from './journal-entry.ts';

/** Where inputs are written down. @throws Error when they cannot be; then the input does not happen */
export type WriteDown = (entry: JournalEntry) => void;

interface OpenSession {
  input: InputBuffer;
  leave(): void;
}

/** Whether a request can change anything: all but reading, and what a proxy passes on. */
export const mayChange = ({ method, path }: ApiRequest): boolean =>
  (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS') ||
  (path.includes('/proxy') && parseResourcePath(path)?.subresource === 'proxy');

export class ClusterInputs {
  readonly #simulator: Simulator;
  readonly #face: RestFace;
  readonly #sessions = new Map<number, OpenSession>();
  #lastSession = 0;
  #writeDown: WriteDown | undefined;

  constructor(simulator: Simulator, face: RestFace) {
    this.#simulator = simulator;
    this.#face = face;
  }

  /** From now on everything is written down. */
  record(writeDown: WriteDown): void {
    this.#writeDown = writeDown;
  }

  answer(request: ApiRequest): ApiResponse {
    if (!mayChange(request)) return this.#face(request);
    const refusal = this.#enter({ api: apiInput(request) });
    return refusal === undefined ? this.#face(request) : answerStatus(refusal);
  }

  /** Takes no virtual time. */
  portRequest(request: HttpRequest): HttpAnswer | HttpFailure {
    const { method = 'GET', url, headers = {}, body = '' } = request;
    const refusal = this.#enter({ port: { method, url, headers, body } });
    if (refusal !== undefined) return { error: 'timeout', message: refusal.message ?? '' };
    return this.#simulator.site.request({ method, url, headers, body });
  }

  /** exec or attach, with a client's streams. */
  openSession(request: SessionRequest, streams: RemoteStreams): void {
    const session = this.#lastSession + 1;
    const refusal = this.#enter({ begin: sessionInput(session, request) });
    if (refusal !== undefined) {
      streams.finish(refusal);
      return;
    }
    this.#begin(session, request, streams);
    streams.onInput(
      (data) => this.#sessionEvent(session, { input: { session, ...journalBytes(data) } }),
      () => this.#sessionEvent(session, { inputEnd: { session } }),
    );
    streams.onClose(() => this.#sessionEvent(session, { leave: { session } }));
  }

  /** Lets what was once written down happen again. The clock must stand at its time. */
  replay(event: JournalEvent): void {
    if ('api' in event) this.#face(apiRequest(event.api));
    else if ('port' in event) this.#simulator.site.request(event.port);
    else if ('begin' in event) {
      const nobody: RemoteStreams = {
        out: () => undefined,
        err: () => undefined,
        onInput: () => undefined,
        onClose: () => undefined,
        finish: () => undefined,
      };
      this.#begin(event.begin.session, sessionRequest(event.begin), nobody);
    } else this.#apply(event);
  }

  /** The clients of sessions that were open when the cluster was last served are gone. */
  leaveAll(): void {
    for (const session of [...this.#sessions.keys()]) this.#sessionEvent(session, { leave: { session } });
  }

  /** Everything due has happened, and it is written down, before the input happens; a Status when it cannot be. */
  #enter(event: JournalEvent): Status | undefined {
    const { nowMs, runUntil } = this.#simulator;
    runUntil(nowMs());
    try {
      this.#writeDown?.({ at: nowMs(), ...event });
      return undefined;
    } catch (error) {
      return internalError(error instanceof Error ? error.message : String(error));
    }
  }

  #begin(session: number, request: SessionRequest, streams: RemoteStreams): void {
    this.#lastSession = session;
    const input = new InputBuffer();
    const leaving: (() => void)[] = [];
    this.#sessions.set(session, {
      input,
      leave: () => {
        input.end();
        for (const leave of leaving.splice(0)) leave();
      },
    });
    const inner: RemoteStreams = {
      out: streams.out,
      err: streams.err,
      onInput: (onData, onEnd) => input.listen(onData, onEnd),
      onClose: (onGone) => leaving.push(onGone),
      finish: (status) => {
        this.#sessions.delete(session);
        streams.finish(status);
      },
    };
    if (request.kind === 'exec') runExec(this.#simulator, request, inner);
    else runAttach(this.#simulator, request, inner);
  }

  /** What is not written down does not happen: the client's next try, or its leaving, will. */
  #sessionEvent(session: number, event: JournalEvent): void {
    if (this.#sessions.has(session) && this.#enter(event) === undefined) this.#apply(event);
  }

  #apply(event: JournalEvent): void {
    if ('input' in event) this.#sessions.get(event.input.session)?.input.push(bytesOfJournal(event.input));
    else if ('inputEnd' in event) this.#sessions.get(event.inputEnd.session)?.input.end();
    else if ('leave' in event) {
      const { session } = event.leave;
      this.#sessions.get(session)?.leave();
      this.#sessions.delete(session);
    }
  }
}
