/** Blocks of headers in SPDY/3: names and values with their lengths, in one deflate stream a direction. */
import { createInflate, type Inflate } from 'node:zlib';
import { headerDictionary } from './header-dictionary.ts';

export type Headers = ReadonlyMap<string, string>;

const maximalBlockBytes = 256 * 1024;

/** Names and values; undefined when the block is broken. */
const parseBlock = (block: Buffer): Headers | undefined => {
  let at = 0;
  const number = (): number => {
    const value = at + 4 <= block.length ? block.readUInt32BE(at) : Infinity;
    at += 4;
    return value;
  };
  const text = (): string | undefined => {
    const length = number();
    if (at + length > block.length) return undefined;
    at += length;
    return block.toString('utf8', at - length, at);
  };
  const headers = new Map<string, string>();
  for (let left = number(); left > 0; left--) {
    const name = text();
    const value = text();
    if (name === undefined || value === undefined) return undefined;
    headers.set(name.toLowerCase(), value);
  }
  return headers;
};

/** Reads the blocks of one connection, in order. */
export class HeaderReader {
  readonly #inflate: Inflate = createInflate({ dictionary: headerDictionary });
  #output: Buffer[] = [];
  #isBroken = false;

  constructor() {
    this.#inflate.on('data', (chunk: Buffer) => this.#output.push(chunk));
    this.#inflate.on('error', () => {
      this.#isBroken = true;
    });
  }

  /** Undefined when the block is broken: the connection is of no use any more. */
  read(block: Buffer): Promise<Headers | undefined> {
    return new Promise((resolve) => {
      if (this.#isBroken) {
        resolve(undefined);
        return;
      }
      this.#inflate.once('error', () => resolve(undefined));
      this.#inflate.write(block, () => {
        this.#inflate.removeAllListeners('error');
        this.#inflate.on('error', () => {
          this.#isBroken = true;
        });
        const whole = Buffer.concat(this.#output);
        this.#output = [];
        resolve(whole.length > maximalBlockBytes ? undefined : parseBlock(whole));
      });
    });
  }

  close(): void {
    this.#inflate.destroy();
  }
}

const adler32 = (bytes: Buffer): number => {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
};

/** Writes blocks without headers, as they are, in stored parts of a deflate stream: the answers of a server need no more. */
export class EmptyHeaderWriter {
  #isBegun = false;

  next(): Buffer {
    const block = Buffer.alloc(4);
    const stored = Buffer.from([0, block.length, 0, ~block.length & 0xff, 0xff]);
    // An empty part is what makes readers hand out what came before it.
    const flush = Buffer.from([0, 0, 0, 0xff, 0xff]);
    const part = Buffer.concat([stored, block, flush]);
    if (this.#isBegun) return part;
    this.#isBegun = true;
    const start = Buffer.from([0x78, 0x20, 0, 0, 0, 0]);
    start.writeUInt32BE(adler32(headerDictionary), 2);
    return Buffer.concat([start, part]);
  }
}
