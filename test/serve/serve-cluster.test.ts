import { connect } from 'node:tls';
import { request } from 'node:https';
import { expect } from 'chai';
import type { ServedCluster } from '../../src/serve/index.ts';
import { call, startCluster } from './served-cluster.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const configMap = (name: string, text = ''): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { text } });

const portOf = ({ url }: ServedCluster): number => Number(new URL(url).port);

describe('serveCluster', () => {
  let cluster: ServedCluster;
  before(async () => {
    cluster = await startCluster();
  });
  after(() => cluster.close());

  it('speaks TLS with its own certificate, to who has the token', async () => {
    expect((await call(cluster, 'GET', '/api/v1/nodes')).status).to.equal(200);
    const wrong = await call(cluster, 'GET', '/api/v1/nodes', { token: 'wrong' });
    expect(wrong.status).to.equal(401);
    expect(JSON.parse(wrong.text)).to.include({ kind: 'Status', reason: 'Unauthorized', code: 401 });
    const anonymous = await call(cluster, 'GET', '/api/v1/nodes', { token: '' });
    expect(anonymous.status).to.equal(403);
    expect(JSON.parse(anonymous.text).message).to.equal(
      'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope',
    );
    expect((await call(cluster, 'GET', '/healthz', { token: '' })).text).to.equal('ok');
  });

  it('writes a kubeconfig with all of it', () => {
    expect(cluster.kubeconfig)
      .to.contain(`server: ${cluster.url}\n`)
      .and.contain(`token: ${cluster.token}\n`);
    const authority = /certificate-authority-data: (\S+)/.exec(cluster.kubeconfig)?.[1] ?? '';
    expect(Buffer.from(authority, 'base64').toString()).to.equal(cluster.certificate);
  });

  it('streams a watch, event by event', async () => {
    const events: string[] = [];
    const { resourceVersion } = JSON.parse((await call(cluster, 'GET', configMaps)).text).metadata;
    await new Promise<void>((resolve, reject) => {
      const stream = request(
        `${cluster.url}${configMaps}?watch=true&resourceVersion=${resourceVersion}&timeoutSeconds=1`,
        { ca: cluster.certificate, agent: false, headers: { authorization: `Bearer ${cluster.token}` } },
        (response) => {
          response.on('data', (chunk: Buffer) => events.push(...chunk.toString().trim().split('\n')));
          response.on('end', resolve);
          void call(cluster, 'POST', configMaps, { body: configMap('seen') });
        },
      );
      stream.on('error', reject);
      stream.end();
    });
    const told = events.map((line) => JSON.parse(line));
    expect(told.map(({ type, object }) => `${type} ${object.metadata.name}`)).to.deep.equal(['ADDED seen']);
  });

  it('refuses what is too large, and what is no HTTP, and lives', async () => {
    const large = await call(cluster, 'POST', configMaps, {
      body: configMap('large', 'x'.repeat(3 * 1024 * 1024)),
    }).catch(() => ({ status: 413, text: '' }));
    expect(large.status).to.equal(413);
    await new Promise<void>((resolve) => {
      const socket = connect({ port: portOf(cluster), host: '127.0.0.1', ca: cluster.certificate }, () => {
        socket.end('\u0000\u0001 nonsense\r\n\r\n');
      });
      socket.on('close', () => resolve());
      socket.on('error', () => resolve());
      socket.resume();
    });
    const headers = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`x-${index}`, 'y'.repeat(1000)]),
    );
    const flood = await call(cluster, 'GET', '/version', { headers }).catch(() => ({
      status: 431,
      text: '',
    }));
    expect(flood.status).to.equal(431);
    expect((await call(cluster, 'GET', '/healthz')).text).to.equal('ok');
  });

  it('lets time pass by itself', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
    };
    const pods = '/api/v1/namespaces/default/pods';
    expect((await call(cluster, 'POST', pods, { body: JSON.stringify(pod) })).status).to.equal(201);
    let phase = '';
    for (let left = 200; left > 0 && phase !== 'Running'; left--) {
      await new Promise((wake) => {
        setTimeout(wake, 50);
      });
      phase = JSON.parse((await call(cluster, 'GET', `${pods}/web`)).text).status.phase;
    }
    expect(phase).to.equal('Running');
  });

  it('says when the port is taken', async () => {
    const { serveCluster } = await import('../../src/serve/index.ts');
    const { testLab } = await import('../simulator/bare-world.ts');
    let message = '';
    try {
      await serveCluster({ lab: testLab(), port: portOf(cluster), speed: 1 });
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message).to.contain('cannot be listened on');
  });
});
