/** Bytes to the served cluster, past every library that would make them proper. */
import { connect } from 'node:tls';
import type { ServedCluster } from '../../src/serve/index.ts';

export interface RawAnswer {
  text: string;
  /** The server has ended the connection; otherwise patience has. */
  isClosed: boolean;
}

export const portOf = ({ url }: ServedCluster): number => Number(new URL(url).port);

export interface RawOptions {
  /** How long the server may stay silent. */
  patienceMs?: number;
  /** Leave the connection open for writing. */
  staysOpen?: boolean;
  /** Enough has been heard. */
  isEnough?: (text: string) => boolean;
}

/** Sends all `parts`, each after the one before has been taken, and hears what comes back. */
export const sendRaw = (
  cluster: ServedCluster,
  parts: readonly (string | Uint8Array)[],
  { patienceMs = 5000, staysOpen = false, isEnough = () => false }: RawOptions = {},
): Promise<RawAnswer> =>
  new Promise((resolve) => {
    let text = '';
    const socket = connect({ port: portOf(cluster), host: '127.0.0.1', ca: cluster.certificate });
    const finish = (isClosed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text, isClosed });
    };
    const timer = setTimeout(() => finish(false), patienceMs);
    socket.on('secureConnect', () => {
      for (const part of parts) socket.write(part);
      if (!staysOpen) socket.end();
    });
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (isEnough(text)) finish(false);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => finish(true));
  });

/** The head of a request with the token. */
export const head = (
  { token }: ServedCluster,
  line: string,
  headers: Readonly<Record<string, string>> = {},
): string =>
  [
    `${line} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${token}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');

export const statusOf = ({ text }: RawAnswer): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
