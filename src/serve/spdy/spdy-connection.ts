/** The server's side of SPDY/3.1, as much as exec, attach and port-forward need. @source draft-mbelshe-httpbis-spdy-00; github.com/moby/spdystream */
import { EmptyHeaderWriter, HeaderReader, type Headers } from './header-block.ts';

const types = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;
const fin = 1;
const maximalFrameBytes = 1024 * 1024;
const maximalDataBytes = 32 * 1024;

/** A stream that the client has opened. */
export interface SpdyStream {
  readonly headers: Headers;
  write(data: Buffer | string): void;
  /** No more will be written. */
  end(): void;
  onData: (data: Buffer) => void;
  /** The client will write no more. */
  onEnd: () => void;
}

/** What bytes go out by. */
export interface Transport {
  write(data: Buffer): void;
  close(): void;
}

const controlFrame = (type: number, flags: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x8003, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt32BE(payload.length, 4);
  head[4] = flags;
  return Buffer.concat([head, payload]);
};

const dataFrame = (id: number, flags: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(id, 0);
  head.writeUInt32BE(payload.length, 4);
  head[4] = flags;
  return Buffer.concat([head, payload]);
};

export class SpdyConnection {
  readonly #transport: Transport;
  readonly #onStream: (stream: SpdyStream) => void;
  readonly #streams = new Map<number, SpdyStream>();
  readonly #reader = new HeaderReader();
  readonly #writer = new EmptyHeaderWriter();
  #received = Buffer.alloc(0);
  #isReading = false;
  #isClosed = false;
  #isRemoteClosed = false;
  #lastPing = 0;

  /** `onStream` is called when the stream has been accepted. */
  constructor(transport: Transport, onStream: (stream: SpdyStream) => void) {
    this.#transport = transport;
    this.#onStream = onStream;
  }

  /** Bytes from the client. */
  receive(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    if (!this.#isReading) void this.#read();
  }

  /** The client's side of the transport is gone. */
  receiveEnd(): void {
    this.#isRemoteClosed = true;
    if (!this.#isReading) this.#forgetStreams();
  }

  /** Asks whether the client is still there; it answers with the same. */
  ping(): void {
    const id = Buffer.alloc(4);
    // Those of a server are even.
    id.writeUInt32BE((this.#lastPing += 2));
    this.#send(controlFrame(types.ping, 0, id));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#reader.close();
    this.#forgetStreams();
    this.#transport.close();
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    while (!this.#isClosed && this.#received.length >= 8) {
      const length = this.#received.readUInt32BE(4) & 0xffffff;
      if (length > maximalFrameBytes) {
        this.close();
        break;
      }
      if (this.#received.length < 8 + length) break;
      const head = this.#received.subarray(0, 8);
      const payload = this.#received.subarray(8, 8 + length);
      this.#received = this.#received.subarray(8 + length);
      const isControl = (head[0]! & 0x80) !== 0;
      if (isControl) await this.#control(head.readUInt16BE(2), head[4]!, payload);
      else this.#data(head.readUInt32BE(0) & 0x7fffffff, head[4]!, payload);
    }
    this.#isReading = false;
    if (this.#isRemoteClosed) this.#forgetStreams();
  }

  async #control(type: number, flags: number, payload: Buffer): Promise<void> {
    if (type === types.synStream && payload.length >= 10) {
      const id = payload.readUInt32BE(0) & 0x7fffffff;
      const headers = await this.#reader.read(payload.subarray(10));
      if (headers === undefined) this.close();
      else this.#open(id, headers, (flags & fin) !== 0);
    } else if (type === types.ping && payload.length === 4 && payload.readUInt32BE(0) % 2 === 1)
      this.#send(controlFrame(types.ping, 0, payload));
    else if (type === types.goAway) this.receiveEnd();
    else if (type === types.rstStream && payload.length >= 4) {
      const id = payload.readUInt32BE(0) & 0x7fffffff;
      this.#streams.get(id)?.onEnd();
      this.#streams.delete(id);
    }
  }

  #open(id: number, headers: Headers, isFinished: boolean): void {
    const reply = Buffer.alloc(4);
    reply.writeUInt32BE(id, 0);
    this.#send(controlFrame(types.synReply, 0, Buffer.concat([reply, this.#writer.next()])));
    let isEnded = false;
    const stream: SpdyStream = {
      headers,
      write: (data) => {
        const bytes = typeof data === 'string' ? Buffer.from(data) : data;
        for (let at = 0; at < bytes.length && !isEnded; at += maximalDataBytes)
          this.#send(dataFrame(id, 0, bytes.subarray(at, at + maximalDataBytes)));
      },
      end: () => {
        if (!isEnded) this.#send(dataFrame(id, fin, Buffer.alloc(0)));
        isEnded = true;
      },
      onData: () => undefined,
      onEnd: () => undefined,
    };
    this.#streams.set(id, stream);
    this.#onStream(stream);
    if (isFinished) stream.onEnd();
  }

  #data(id: number, flags: number, payload: Buffer): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    if (payload.length > 0) stream.onData(Buffer.from(payload));
    if ((flags & fin) !== 0) stream.onEnd();
  }

  #forgetStreams(): void {
    const streams = [...this.#streams.values()];
    this.#streams.clear();
    for (const stream of streams) stream.onEnd();
  }

  #send(frame: Buffer): void {
    if (!this.#isClosed) this.#transport.write(frame);
  }
}
