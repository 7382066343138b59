/** A registry of images on loopback: the part of the protocol that `docker pull` and the note's `curl` speak. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestType } from './images.ts';
import type { Blob, Image } from './images.ts';

export interface Registry {
  /** "127.0.0.1:5000" */
  address: string;
  close(): Promise<void>;
}

const listenerFor = (images: ReadonlyMap<string, Image>): RequestListener => {
  const manifests = new Map<string, Blob>();
  const blobs = new Map<string, Blob>();
  for (const [name, image] of images) {
    manifests.set(name, image.manifest);
    manifests.set(`${name.replace(/:[^:]*$/, '')}:${image.manifest.digest}`, image.manifest);
    for (const blob of image.blobs) blobs.set(blob.digest, blob);
  }
  const repositories = [...new Set([...images.keys()].map((name) => name.replace(/:[^:]*$/, '')))].sort();
  return (request, response) => {
    const path = (request.url ?? '').split('?')[0]!;
    const send = (status: number, type: string, body: Buffer, digest?: string): void => {
      response.writeHead(status, {
        'Content-Type': type,
        'Content-Length': body.length,
        'Docker-Distribution-Api-Version': 'registry/2.0',
        ...(digest === undefined ? {} : { 'Docker-Content-Digest': digest }),
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    const say = (status: number, value: unknown): void =>
      send(status, 'application/json', Buffer.from(`${JSON.stringify(value)}\n`));
    if (path === '/v2/') return say(200, {});
    if (path === '/v2/_catalog') return say(200, { repositories });
    const [, repository = '', kind, reference = ''] =
      /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
    const found = kind === 'manifests' ? manifests.get(`${repository}:${reference}`) : blobs.get(reference);
    if (found === undefined)
      return say(404, { errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown', detail: {} }] });
    send(200, kind === 'manifests' ? manifestType : 'application/octet-stream', found.content, found.digest);
  };
};

/** A key and a certificate that nobody trusts, as the note's registry has. */
const selfSigned = (): { key: Buffer; cert: Buffer } => {
  const folder = mkdtempSync(join(tmpdir(), 'labproof-certificate-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  try {
    const ask = ['req', '-x509', '-nodes', '-newkey', 'rsa:2048', '-subj', '/CN=registry', '-days', '2'];
    execFileSync('openssl', [...ask, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Serves the images at a host's port (0: any); with `isSecure` by TLS, with a certificate of its own. */
export const startRegistry = async (
  images: ReadonlyMap<string, Image>,
  { host, port = 0, isSecure = false }: { host: string; port?: number; isSecure?: boolean },
): Promise<Registry> => {
  const listener = listenerFor(images);
  const server: Server = isSecure ? createHttpsServer(selfSigned(), listener) : createHttpServer(listener);
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, done);
  });
  return {
    address: `${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
