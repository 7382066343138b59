/** A client of SPDY/3.1 as old kubectl speaks it, as much as tests need. */
import { request } from 'node:https';
import type { Duplex } from 'node:stream';
import { constants, createDeflate, type Deflate } from 'node:zlib';
import { headerDictionary } from '../../src/serve/spdy/header-dictionary.ts';
import type { ServedCluster } from '../../src/serve/index.ts';

export interface SpdyAnswer {
  /** When the upgrade was refused. */
  refused?: { status: number; text: string; headers: Record<string, unknown> };
  protocol?: string;
  /** What each stream said, by its name; and which have been ended. */
  texts: Record<string, string>;
  ended: Set<string>;
  /** Where nothing was read for a while: what came after all. */
  heardBytes: number;
}

export interface SpdyScript {
  protocols: string[];
  /** Headers of each stream to open, in order; the name counts for `texts`. */
  streams: Record<string, Record<string, string>>;
  /** What is written to streams once all are open; null ends one. */
  input?: [string, string | null][];
  /** Whether the socket is left unread for a while. */
  readsNothing?: boolean;
}

const frame = (isControl: boolean, id: number, flags: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(isControl ? 0x80030000 + id : id, 0);
  head.writeUInt32BE(payload.length, 4);
  head[4] = flags;
  return Buffer.concat([head, payload]);
};

const unreadMs = 1500;

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const compressed = (deflate: Deflate, headers: Record<string, string>): Promise<Buffer> =>
  new Promise((resolve) => {
    const parts = Object.entries(headers).flatMap(([name, value]) => [
      word(name.length),
      Buffer.from(name),
      word(value.length),
      Buffer.from(value),
    ]);
    const chunks: Buffer[] = [];
    const collect = (chunk: Buffer): void => void chunks.push(chunk);
    deflate.on('data', collect);
    deflate.write(Buffer.concat([word(Object.keys(headers).length), ...parts]));
    deflate.flush(constants.Z_SYNC_FLUSH, () => {
      deflate.off('data', collect);
      resolve(Buffer.concat(chunks));
    });
  });

const talk = async (socket: Duplex, script: SpdyScript, answer: SpdyAnswer): Promise<void> => {
  const deflate = createDeflate({ dictionary: headerDictionary });
  const names = new Map<number, string>();
  let received = Buffer.alloc(0);
  if (script.readsNothing !== true) {
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      for (;;) {
        if (received.length < 8) return;
        const length = received.readUInt32BE(4) & 0xffffff;
        if (received.length < 8 + length) return;
        const name = names.get(received.readUInt32BE(0));
        if (received[0]! < 0x80 && name !== undefined) {
          answer.texts[name] = (answer.texts[name] ?? '') + received.toString('utf8', 8, 8 + length);
          if ((received[4]! & 1) !== 0) answer.ended.add(name);
        }
        received = received.subarray(8 + length);
      }
    });
  }
  let id = -1;
  for (const [name, headers] of Object.entries(script.streams)) {
    id += 2;
    names.set(id, name);
    const head = Buffer.concat([word(id), word(0), Buffer.alloc(2)]);
    socket.write(frame(true, 1, 0, Buffer.concat([head, await compressed(deflate, headers)])));
  }
  const idOf = (name: string): number => [...names].find(([, one]) => one === name)![0];
  for (const [name, text] of script.input ?? [])
    socket.write(frame(false, idOf(name), text === null ? 1 : 0, Buffer.from(text ?? '')));
  if (script.readsNothing !== true) return;
  // A socket that is not read is not told of its end either.
  setTimeout(() => socket.on('data', (chunk: Buffer) => (answer.heardBytes += chunk.length)), unreadMs);
};

/** Plays the script until the server hangs up, or until `isDone`. */
export const spdy = (
  cluster: ServedCluster,
  path: string,
  script: SpdyScript,
  isDone: (answer: SpdyAnswer) => boolean = ({ ended }) => ended.has('error'),
): Promise<SpdyAnswer> =>
  new Promise((resolve, reject) => {
    const answer: SpdyAnswer = { texts: {}, ended: new Set(), heardBytes: 0 };
    const sent = request(`${cluster.url}${path}`, {
      method: 'POST',
      ca: cluster.certificate,
      agent: false,
      headers: {
        authorization: `Bearer ${cluster.token}`,
        connection: 'Upgrade',
        upgrade: 'SPDY/3.1',
        ...(script.protocols.length === 0
          ? {}
          : { 'x-stream-protocol-version': script.protocols.join(', ') }),
      },
    });
    sent.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        answer.refused = { status: response.statusCode!, text, headers: response.headers };
        resolve(answer);
      });
    });
    sent.on('upgrade', (response, socket) => {
      answer.protocol = String(response.headers['x-stream-protocol-version'] ?? '');
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer));
      void talk(socket, script, answer).catch(reject);
      const timer = setInterval(() => {
        if (!isDone(answer)) return;
        clearInterval(timer);
        socket.destroy();
      }, 5);
      socket.on('close', () => clearInterval(timer));
    });
    sent.on('error', reject);
    sent.end();
  });
