import { request } from 'node:https';
import { expect } from 'chai';
import type { ServedCluster } from '../../src/serve/index.ts';
import { call, startCluster } from './served-cluster.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const watcherCount = 20;
const writerCount = 10;
const writesEach = 20;

/** A watch, as the versions of the objects it is told of, in order. */
const watch = (cluster: ServedCluster, resourceVersion: string) => {
  const versions: number[] = [];
  let rest = '';
  const sent = request(
    `${cluster.url}${configMaps}?watch=true&resourceVersion=${resourceVersion}`,
    { ca: cluster.certificate, agent: false, headers: { authorization: `Bearer ${cluster.token}` } },
    (response) => {
      response.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop()!;
        for (const line of lines) versions.push(Number(JSON.parse(line).object.metadata.resourceVersion));
      });
      response.on('error', () => undefined);
    },
  );
  sent.on('error', () => undefined);
  sent.end();
  return { versions, stop: () => sent.destroy() };
};

describe('many watchers and writers', () => {
  let cluster: ServedCluster;
  before(async () => {
    cluster = await startCluster();
  });
  after(() => cluster.close());

  it('lose and reorder no event', async () => {
    const { resourceVersion } = JSON.parse((await call(cluster, 'GET', configMaps)).text).metadata;
    const watches = Array.from({ length: watcherCount }, () => watch(cluster, resourceVersion));
    const written: number[] = [];
    const write = async (writer: number): Promise<void> => {
      for (let round = 0; round < writesEach; round++) {
        const body = JSON.stringify({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: `w${writer}-${round}` },
        });
        const { text } = await call(cluster, 'POST', configMaps, { body });
        written.push(Number(JSON.parse(text).metadata.resourceVersion));
      }
    };
    await Promise.all(Array.from({ length: writerCount }, (_, writer) => write(writer)));
    const expected = written.sort((a, b) => a - b);
    expect(expected).to.have.length(writerCount * writesEach);
    for (
      let left = 100;
      left > 0 && watches.some(({ versions }) => versions.length < expected.length);
      left--
    )
      await new Promise((wake) => {
        setTimeout(wake, 20);
      });
    for (const { versions, stop } of watches) {
      stop();
      expect(versions).to.deep.equal(expected);
    }
  });
});
