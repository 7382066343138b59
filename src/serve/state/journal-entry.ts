/** What the lines of a state file say: a header, then everything that came to the cluster from outside, in its order. */
import type { ApiRequest, Lab } from '../../simulator/index.ts';

export const stateFormat = 1;

/** The first line: what the cluster was made from. */
export interface JournalHeader {
  labproofState: typeof stateFormat;
  /** The version of labproof that began the file. */
  labproof: string;
  /** "v1.20.2" */
  kubernetes: string;
  seed: number;
  /** Of `lab` without its startTime: 16 hexadecimal digits. */
  labDigest: string;
  /** As the simulator takes it; its startTime is the cluster's first instant. */
  lab: Lab;
}

/** Bytes: text where they are UTF-8, else base64. */
export type JournalBytes = { text: string } | { base64: string };

/** A request to the API that may change something. */
export interface ApiInput {
  method: string;
  /** Still percent-encoded. */
  path: string;
  /** Without the question mark. */
  query?: string;
  headers?: Record<string, string>;
  /** Whom the gate has let pass. */
  identity?: NonNullable<ApiRequest['identity']>;
  body?: JournalBytes;
}

/** exec or attach begins. */
export interface SessionInput {
  session: number;
  kind: 'exec' | 'attach';
  namespace: string;
  pod: string;
  container?: string;
  command: string[];
  /** Of "stdin", "stdout", "stderr", "tty". */
  streams: string[];
}

/** An HTTP request through a forwarded port. */
export interface PortInput {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** How far the cluster had come: what a replay must arrive at. */
export interface Mark {
  resourceVersion: string;
  /** Of all objects written since the mark before, and that mark's digest: 16 hexadecimal digits. */
  digest: string;
}

/** One line: exactly one of the keys beside `at`. */
export type JournalEvent =
  | { api: ApiInput }
  | { begin: SessionInput }
  | { input: { session: number } & JournalBytes }
  | { inputEnd: { session: number } }
  | { leave: { session: number } }
  | { port: PortInput }
  | { mark: Mark }
  | { resumed: { labproof: string } };

export type JournalEntry = {
  /** Virtual milliseconds since the Unix epoch. All that was due by then has happened before it. */
  at: number;
} & JournalEvent;

/** Bytes as a line keeps them. */
export const journalBytes = (bytes: Uint8Array): JournalBytes => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  return Buffer.from(text).equals(buffer) ? { text } : { base64: buffer.toString('base64') };
};

export const bytesOfJournal = (kept: JournalBytes | undefined): Buffer => {
  if (kept === undefined) return Buffer.alloc(0);
  return 'text' in kept ? Buffer.from(kept.text) : Buffer.from(kept.base64, 'base64');
};
