/** The file of a cluster's state: lines of JSON that are only ever added to, but for the mark at its end. */
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { LabproofError, UsageError } from '../../core/index.ts';
import { failureReason } from './failure-reason.ts';
import { lockFile } from './file-lock.ts';
import { labDigest } from './state-digest.ts';
import { stateFormat, type JournalEntry, type JournalHeader } from './journal-entry.ts';

const chunkBytes = 1024 * 1024;
const lineFeed = 0x0a;
const headerStart = '{"labproofState":';

export interface StateLine {
  /** From 1. */
  number: number;
  value: unknown;
}

export class StateFile {
  /** As the user named it. */
  readonly name: string;
  /** Undefined while the file is new. */
  readonly header: JournalHeader | undefined;
  /** Bytes of a last line that was not whole, which have been cut off; and which line that was. */
  readonly torn: { line: number; bytes: number } | undefined;
  readonly #descriptor: number;
  readonly #unlock: () => void;
  /** Where the next line goes, and where the mark stands when it is the last line. */
  #end: number;
  #markStart: number | undefined;
  #isClosed = false;
  readonly #path: string;
  #isMade = false;

  /** @throws UsageError when it cannot be used at all; LabproofError when its content is none of ours */
  constructor(file: string, name = file) {
    this.name = name;
    this.#path = file;
    this.#unlock = lockFile(file);
    let descriptor: number | undefined;
    try {
      descriptor = this.#open(file);
      this.#descriptor = descriptor;
      const { whole, lines } = this.#measure();
      this.#end = whole;
      // Before anything is cut off: it may be a file of somebody else's.
      this.header = this.#readHeader();
      const { size } = fstatSync(descriptor);
      if (size > whole) {
        if (whole === 0) this.#checkBroken(size);
        ftruncateSync(descriptor, whole);
        this.torn = { line: lines + 1, bytes: size - whole };
      }
    } catch (error) {
      if (descriptor !== undefined) closeSync(descriptor);
      this.#unlock();
      throw error;
    }
  }

  #open(file: string): number {
    // 'r+' does not create, 'a' cannot write over the mark.
    for (const flags of ['r+', 'wx+']) {
      try {
        const descriptor = openSync(file, flags, 0o600);
        this.#isMade = flags !== 'r+';
        return descriptor;
      } catch (error) {
        if (flags === 'r+' && (error as { code?: string }).code === 'ENOENT') continue;
        throw new UsageError(
          'state-unwritable',
          `--state ${this.name}: cannot be written: ${failureReason(error)}`,
          { hint: 'name a file in a folder that exists and that you may write to' },
        );
      }
    }
    throw new Error('unreachable');
  }

  /** Bytes up to the last line feed, and lines. */
  #measure(): { whole: number; lines: number } {
    const chunk = Buffer.alloc(chunkBytes);
    let whole = 0;
    let lines = 0;
    let position = 0;
    for (;;) {
      const length = readSync(this.#descriptor, chunk, 0, chunkBytes, position);
      if (length === 0) return { whole, lines };
      for (let at = chunk.indexOf(lineFeed); at >= 0 && at < length; at = chunk.indexOf(lineFeed, at + 1)) {
        lines++;
        whole = position + at + 1;
      }
      position += length;
    }
  }

  /** @throws LabproofError at a line that is no JSON */
  *#lines(): Generator<StateLine> {
    const chunk = Buffer.alloc(chunkBytes);
    let pieces: Buffer[] = [];
    let number = 0;
    let position = 0;
    while (position < this.#end) {
      const length = readSync(
        this.#descriptor,
        chunk,
        0,
        Math.min(chunkBytes, this.#end - position),
        position,
      );
      if (length === 0) return;
      position += length;
      let start = 0;
      for (let at = chunk.indexOf(lineFeed); at >= 0 && at < length; at = chunk.indexOf(lineFeed, start)) {
        const text = Buffer.concat([...pieces, chunk.subarray(start, at)]).toString('utf8');
        pieces = [];
        start = at + 1;
        yield { number: ++number, value: this.#parse(text, number) };
      }
      if (start < length) pieces.push(Buffer.from(chunk.subarray(start, length)));
    }
  }

  #parse(text: string, line: number): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      const column = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0) + 1;
      throw this.problem('state-damaged', line, 'the line is no JSON', column);
    }
  }

  /** What is wrong at a line, and what can be done about it. */
  problem(code: string, line: number, message: string, column = 1): LabproofError {
    const before =
      line > 1 ? `; to go on from what comes before: head -n ${line - 1} ${this.name} > another file` : '';
    return new LabproofError(code, `the state cannot be restored: ${message}`, {
      position: { file: this.name, line, column },
      hint: `to begin anew, name another --state file${before}`,
    });
  }

  #noState(): LabproofError {
    return new LabproofError('no-state', 'this is not a state file of labproof', {
      position: { file: this.name, line: 1, column: 1 },
      hint: 'name a file that does not exist yet; it will be made',
    });
  }

  /** A file without a whole line is ours only when the line begins as a header does. */
  #checkBroken(size: number): void {
    const expected = Buffer.from(headerStart).subarray(0, size);
    const found = Buffer.alloc(expected.length);
    readSync(this.#descriptor, found, 0, found.length, 0);
    if (!found.equals(expected)) throw this.#noState();
  }

  #readHeader(): JournalHeader | undefined {
    if (this.#end === 0) return undefined;
    const start = Buffer.alloc(headerStart.length);
    readSync(this.#descriptor, start, 0, start.length, 0);
    if (start.toString() !== headerStart) throw this.#noState();
    const first = this.#lines().next();
    if (first.done === true) return undefined;
    const header = first.value.value as Partial<JournalHeader>;
    const position = { file: this.name, line: 1, column: 1 };
    if (header.labproofState !== stateFormat)
      throw new LabproofError(
        'state-format',
        `the state file has format ${String(header.labproofState)}; this labproof reads ${stateFormat}`,
        { position, hint: `use labproof ${String(header.labproof)}, which wrote it, or name another file` },
      );
    if (header.lab === undefined || labDigest(header.lab) !== header.labDigest)
      throw this.problem('state-damaged', 1, 'the lab in its first line has been changed');
    return header as JournalHeader;
  }

  /** All lines after the header. */
  *entries(): Generator<{ number: number; entry: JournalEntry }> {
    for (const { number, value } of this.#lines())
      if (number > 1) yield { number, entry: value as JournalEntry };
  }

  /** The first line of a new file. */
  begin(header: JournalHeader): void {
    this.#write(`${JSON.stringify(header)}\n`, this.#end);
  }

  /** It is in the file when this returns. @throws Error of the system; then nothing has been added */
  append(entry: JournalEntry): void {
    this.#write(`${JSON.stringify(entry)}\n`, this.#end);
    this.#markStart = undefined;
  }

  /** Adds a mark; unless it `stays`, the next is written over it, so that a cluster at rest does not fill the disk. */
  mark(entry: JournalEntry, stays: boolean): void {
    const start = this.#markStart ?? this.#end;
    const line = JSON.stringify(entry);
    // Never shorter than what it covers: nothing of that may be left behind it.
    this.#write(`${line.padEnd(this.#end - start - 1)}\n`, start);
    this.#markStart = stays ? undefined : start;
  }

  #write(text: string, start: number): void {
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length;)
        done += writeSync(this.#descriptor, bytes, done, bytes.length - done, start + done);
      this.#end = start + bytes.length;
    } catch (error) {
      // Half a line in the middle of the file would make all of it unreadable.
      ftruncateSync(this.#descriptor, start);
      if (start < this.#end) this.#markStart = undefined;
      this.#end = start;
      throw error;
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    fdatasyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    // What was made for a cluster that never came up.
    if (this.#isMade && this.#end === 0) rmSync(this.#path, { force: true });
    this.#unlock();
  }
}
