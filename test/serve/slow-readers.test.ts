import { request } from 'node:https';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import type { ServedCluster } from '../../src/serve/index.ts';
import { call, runPod, startCluster } from './served-cluster.ts';
import { spdy } from './spdy-client.ts';

const pods = '/api/v1/namespaces/default/pods';
const megabyte = 'x'.repeat(512 * 1024) + '\n';

describe('readers that do not read', () => {
  let cluster: ServedCluster;
  before(async () => {
    cluster = await startCluster('1.33', 100);
    await runPod(cluster, 'web');
  });
  after(() => cluster.close());

  it('are cut off at a terminal over SPDY', async () => {
    const started = await spdy(
      cluster,
      `${pods}/web/exec?command=cat&stdin=1&stdout=1`,
      {
        protocols: ['v4.channel.k8s.io'],
        streams: {
          error: { streamtype: 'error' },
          stdin: { streamtype: 'stdin' },
          stdout: { streamtype: 'stdout' },
        },
        input: [...Array.from({ length: 48 }, (): [string, string] => ['stdin', megabyte]), ['stdin', null]],
        readsNothing: true,
      },
      () => false,
    );
    expect(started.heardBytes).to.be.lessThan(24 * 1024 * 1024);
  });

  it('are cut off over WebSockets', async () => {
    const socket = new WebSocket(
      `${cluster.url.replace('https', 'wss')}${pods}/web/exec?command=cat&stdin=1&stdout=1`,
      ['v5.channel.k8s.io'],
      { ca: cluster.certificate, headers: { authorization: `Bearer ${cluster.token}` } },
    );
    let heardBytes = 0;
    socket.on('message', (data: Buffer) => (heardBytes += data.length));
    await new Promise<void>((resolve) => {
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
      socket.on('open', () => {
        for (let part = 0; part < 48; part++) socket.send(Buffer.from(`\u0000${megabyte}`));
        socket.send(Buffer.from([255, 0]), () => {
          socket.pause();
          setTimeout(() => socket.resume(), 500);
        });
      });
    });
    expect(heardBytes).to.be.lessThan(24 * 1024 * 1024);
  });

  it('hold back a watch without holding memory for it', async () => {
    const configMaps = '/api/v1/namespaces/default/configmaps';
    const body = (name: string) =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name },
        data: { text: 'x'.repeat(900_000) },
      });
    await call(cluster, 'POST', configMaps, { body: body('large') });
    const chunks: Buffer[] = [];
    const patches = 60;
    await new Promise<void>((resolve, reject) => {
      const watch = request(
        `${cluster.url}${configMaps}?watch=true&fieldSelector=metadata.name%3Dlarge`,
        { ca: cluster.certificate, agent: false, headers: { authorization: `Bearer ${cluster.token}` } },
        (response) => {
          response.pause();
          void (async () => {
            // Far more than may wait encoded: the reader is not cut off, for the events wait as they are.
            for (let number = 0; number < patches; number++)
              await call(cluster, 'PATCH', `${configMaps}/large`, {
                body: JSON.stringify({ data: { number: String(number) } }),
                headers: { 'content-type': 'application/merge-patch+json' },
              });
            let lines = 0;
            response.on('data', (chunk: Buffer) => {
              chunks.push(chunk);
              for (const byte of chunk) if (byte === 10) lines++;
              if (lines === patches + 1) watch.destroy();
            });
            response.resume();
            response.on('close', () => resolve());
            response.on('error', () => resolve());
          })().catch(reject);
        },
      );
      watch.on('error', () => undefined);
      watch.end();
    });
    const numbers = Buffer.concat(chunks)
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).object.data.number);
    expect(numbers).to.deep.equal([undefined, ...Array.from({ length: patches }, (_, one) => String(one))]);
  }).timeout(30_000);
});
