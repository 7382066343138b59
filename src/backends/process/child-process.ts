/** The process of a simulator: lines in, lines out, what it says on standard error kept, and surely ended. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { LineSplitter } from './line-splitter.ts';

export interface ChildOptions {
  command: readonly string[];
  cwd: string;
  onLine(line: string): void;
  /** Called when a line does not end. */
  onTooLong(): void;
  /** Called once, when it has ended or could not be started. */
  onEnd(end: ProcessEnd): void;
}

export interface ProcessEnd {
  /** "ended with exit code 3", "was ended by SIGKILL", "cannot be started: there is no such program". */
  how: string;
  exitCode?: number;
  /** A line of standard output that was begun and not ended. */
  unfinished: string;
}

/** So many of the last lines of standard error are kept. */
const keptLines = 20;
const keptColumns = 500;

/** A line of standard output that is longer than so many characters is no message. */
const longestLine = 2 ** 26;

/** It has this long to end by itself after its input ended, and again after SIGTERM. */
const graceMs = 1_000;

const running = new Set<SimulatorProcess>();

const killAll = (): void => {
  for (const child of running) child.kill('SIGKILL');
};

export class SimulatorProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #errors: string[] = [];
  readonly #errorLines = new LineSplitter((line) => this.#note(line));
  readonly #ended: Promise<void>;
  #hasEnded = false;

  constructor({ command: [file = '', ...args], cwd, onLine, onTooLong, onEnd }: ChildOptions) {
    // A group of its own: what it starts can be ended with it, and Ctrl-C reaches labproof alone.
    this.#child = spawn(file, args, { cwd, detached: true, stdio: 'pipe' });
    if (running.size === 0) process.once('exit', killAll);
    running.add(this);
    const lines = new LineSplitter(onLine);
    this.#child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      lines.take(piece);
      if (lines.rest.length > longestLine) onTooLong();
    });
    this.#child.stderr.setEncoding('utf8').on('data', (piece: string) => this.#errorLines.take(piece));
    // Who writes to a process that has just ended learns it from onEnd.
    this.#child.stdin.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      const end = (how: string, exitCode?: number | null): void => {
        if (this.#hasEnded) return;
        this.#hasEnded = true;
        running.delete(this);
        if (running.size === 0) process.off('exit', killAll);
        onEnd({ how, unfinished: lines.rest, ...(typeof exitCode === 'number' ? { exitCode } : {}) });
        resolve();
      };
      this.#child.once('error', ({ code, message }: NodeJS.ErrnoException) =>
        end(
          code === 'ENOENT'
            ? 'cannot be started: there is no such program'
            : code === 'EACCES'
              ? 'cannot be started: it is not executable'
              : `cannot be started: ${message}`,
        ),
      );
      // What it has started and left behind ends with it.
      this.#child.once('exit', () => this.kill('SIGKILL'));
      this.#child.once('close', (code, signal) =>
        end(signal === null ? `ended with exit code ${code ?? 0}` : `was ended by ${signal}`, code),
      );
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The end of what it said on standard error. */
  lastErrors(): string {
    const begun = this.#errorLines.rest.slice(0, keptColumns);
    return [...this.#errors, ...(begun === '' ? [] : [begun])].slice(-keptLines).join('\n');
  }

  send(line: string): void {
    if (!this.#hasEnded) this.#child.stdin.write(`${line}\n`);
  }

  /** An idle process keeps nobody waiting. */
  hold(isHeld: boolean): void {
    const handles = [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr] as unknown as {
      ref?(): void;
      unref?(): void;
    }[];
    for (const handle of handles) (isHeld ? handle.ref : handle.unref)?.call(handle);
  }

  /** Ends its input, then asks, then makes it end; resolves when it is gone. */
  async end(): Promise<void> {
    this.hold(true);
    this.#child.stdin.end();
    const ask = setTimeout(() => this.kill('SIGTERM'), graceMs);
    const make = setTimeout(() => this.kill('SIGKILL'), 2 * graceMs);
    await this.#ended;
    clearTimeout(ask);
    clearTimeout(make);
  }

  /** Sends a signal to the process and all that it has started in its group. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch (error) {
      // ESRCH: nothing of the group is left.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') this.#child.kill(signal);
    }
  }

  #note(line: string): void {
    this.#errors.push(line.slice(0, keptColumns));
    if (this.#errors.length > keptLines) this.#errors.shift();
  }
}
