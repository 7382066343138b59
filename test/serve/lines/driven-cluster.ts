/** A served cluster whose time stands still, except while a client waits for something to happen. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import { serveParts, wallTimers, type ServedCluster } from '../../../src/serve/index.ts';
import {
  createRestFace,
  isStream,
  type ApiResponse,
  type RestFace,
  type Simulator,
} from '../../../src/simulator/index.ts';
import { isAsleep } from './is-asleep.ts';

/** A client that has been told something gets so much wall time to act upon it. */
const reactionMs = 40;
/** A client without an open stream that asks the same again after so long has slept a second in between. */
const napMs = 700;
const pollMs = 1000;
const lookEveryMs = 4;
/** When nothing will happen any more, a stream may still be about to end. */
const lastWordsMs = 500;
/** A client that is told nothing for so long, in wall time, is stuck. */
const stuckMs = 20_000;

export class DrivenCluster {
  readonly simulator: Simulator;
  served!: ServedCluster;
  /** A folder of the client's machine, and what it is called on the workstation it stands for. */
  readonly #home: { real: string; told: string };
  #openStreams = 0;
  #lastActivityMs = 0;
  /** What the running command has asked for. */
  readonly #asked = new Set<string>();
  #hasHeard = false;

  constructor(simulator: Simulator, home: { real: string; told: string }) {
    this.simulator = simulator;
    this.#home = home;
    const exec = simulator.site.exec.bind(simulator.site);
    simulator.site.exec = (target, command, options, done) => {
      this.#openStreams++;
      exec(target, command, options, (answer) => {
        this.#openStreams--;
        this.#touch();
        done(answer);
      });
    };
  }

  static async serve(simulator: Simulator, home: { real: string; told: string }): Promise<DrivenCluster> {
    const cluster = new DrivenCluster(simulator, home);
    const face = cluster.#watched(createRestFace(simulator, wallTimers));
    const idle = (): void => undefined;
    cluster.served = await serveParts({
      simulator,
      face,
      time: { start: idle, stop: idle, pump: idle },
      port: 0,
    });
    return cluster;
  }

  #touch(): void {
    this.#hasHeard = true;
    this.#lastActivityMs = performance.now();
  }

  /** The face, with an eye on who asks and who is told. */
  #watched(face: RestFace): RestFace {
    return (request) => {
      const napped = performance.now() - this.#lastActivityMs;
      const question = `${request.method} ${request.path}?${request.query.toString()}`;
      if (this.#asked.has(question) && this.#openStreams === 0 && napped >= napMs)
        this.simulator.runUntil(this.simulator.nowMs() + pollMs);
      this.#asked.add(question);
      this.#touch();
      const answer = face({ ...request, body: this.#asToldHere(request.body) });
      return isStream(answer) ? this.#counted(answer) : answer;
    };
  }

  /** A body with the workstation's home and the cluster's time in place of the client's own. */
  #asToldHere(body: Uint8Array): Uint8Array {
    if (body.length === 0) return body;
    const text = Buffer.from(body).toString('utf8');
    const now = `${new Date(this.simulator.nowMs()).toISOString().slice(0, 19)}Z`;
    const told = text
      .replaceAll(this.#home.real, this.#home.told)
      .replace(/("kubectl\.kubernetes\.io\/restartedAt":")[^"]*/g, `$1${now}`);
    return told === text ? body : Buffer.from(told);
  }

  #counted(answer: Extract<ApiResponse, { start: unknown }>): ApiResponse {
    return {
      ...answer,
      start: (sink) => {
        this.#openStreams++;
        let isOpen = true;
        const close = (): void => {
          if (isOpen) this.#openStreams--;
          isOpen = false;
        };
        const stop = answer.start({
          write: (text) => {
            this.#touch();
            sink.write(text);
          },
          end: () => {
            close();
            this.#touch();
            sink.end();
          },
        });
        return () => {
          close();
          stop();
        };
      },
    };
  }

  /**
   * Lets time pass for a running client as it waits. At `deadlineMs` of the cluster's time it is interrupted; from
   * `timeoutMs` on, which it looks at its own clock for, time stands.
   */
  async drive<T>(
    child: ChildProcess,
    ended: Promise<T>,
    { deadlineMs, timeoutMs = Infinity }: { deadlineMs: number; timeoutMs?: number },
  ): Promise<T> {
    const endMs = Math.min(deadlineMs, timeoutMs);
    const { simulator } = this;
    this.#asked.clear();
    this.#touch();
    let isOver = false;
    const over = ended.finally(() => {
      isOver = true;
    });
    const isEnded = (): boolean => isOver;
    while (!isEnded()) {
      await Promise.race([over, sleep(lookEveryMs)]);
      const quietMs = performance.now() - this.#lastActivityMs;
      if (isEnded()) break;
      if (quietMs > stuckMs) child.kill('SIGKILL');
      if (this.#openStreams === 0 || quietMs < reactionMs) continue;
      if (!isAsleep(child.pid)) {
        this.#touch();
        continue;
      }
      this.#hasHeard = false;
      const isDue = (): boolean => this.#heard() || simulator.nowMs() >= endMs;
      const outcome = simulator.waitUntil(isDue, endMs);
      if (outcome === 'idle' && endMs === timeoutMs) simulator.runUntil(endMs);
      if (!this.#heard() && endMs === deadlineMs && quietMs > lastWordsMs) child.kill('SIGINT');
    }
    return over;
  }

  #heard(): boolean {
    return this.#hasHeard;
  }

  /** Where the API of the simulated cluster is said to be. */
  get advertisedUrl(): string {
    const master = this.simulator.lab.nodes.find(({ role }) => role !== 'worker');
    return `https://${master?.address ?? '127.0.0.1'}:6443`;
  }

  close(): Promise<void> {
    return this.served.close();
  }
}
