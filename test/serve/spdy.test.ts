import { expect } from 'chai';
import type { ServedCluster } from '../../src/serve/index.ts';
import { call, runPod, startCluster } from './served-cluster.ts';
import { spdy } from './spdy-client.ts';

const pods = '/api/v1/namespaces/default/pods';
const command = 'command=sh&command=-c&command=echo%20out%3B%20echo%20err%20%3E%262%3B%20exit%203';
const commandStreams = {
  error: { streamtype: 'error' },
  stdout: { streamtype: 'stdout' },
  stderr: { streamtype: 'stderr' },
};

describe('sessions over SPDY', () => {
  let cluster: ServedCluster;
  before(async () => {
    cluster = await startCluster('1.20', 100);
    await runPod(cluster, 'web');
  });
  after(() => cluster.close());

  it('tell the end of a command as each protocol does', async () => {
    for (const protocol of [
      'v4.channel.k8s.io',
      'v3.channel.k8s.io',
      'v2.channel.k8s.io',
      'channel.k8s.io',
    ]) {
      const answer = await spdy(cluster, `${pods}/web/exec?${command}&stdout=1&stderr=1`, {
        protocols: [protocol],
        streams: commandStreams,
      });
      expect(answer.protocol).to.equal(protocol);
      expect([answer.texts['stdout'], answer.texts['stderr']], protocol).to.deep.equal(['out\n', 'err\n']);
      const end = answer.texts['error'] ?? '';
      if (protocol.startsWith('v4')) expect(JSON.parse(end).details.causes[0].message).to.equal('3');
      else expect(end).to.equal('command terminated with non-zero exit code: exit status 3');
    }
  });

  it('choose the first protocol of the client’s that is known', async () => {
    const answer = await spdy(cluster, `${pods}/web/exec?command=ls&stdout=1`, {
      protocols: ['v9.channel.k8s.io', 'v3.channel.k8s.io', 'v4.channel.k8s.io'],
      streams: { error: { streamtype: 'error' }, stdout: { streamtype: 'stdout' } },
    });
    expect(answer.protocol).to.equal('v3.channel.k8s.io');
    expect(answer.texts['error']).to.equal('');
  });

  it('are refused in the kubelet’s words when no protocol is known', async () => {
    const exec = `${pods}/web/exec?command=ls&stdout=1`;
    const unknown = await spdy(cluster, exec, { protocols: ['v9', 'v8'], streams: {} });
    expect(unknown.refused).to.include({
      status: 403,
      text: 'unable to upgrade: unable to negotiate protocol: client supports [v9 v8], server accepts [v4.channel.k8s.io v3.channel.k8s.io v2.channel.k8s.io channel.k8s.io]\n',
    });
    const none = await spdy(cluster, exec, { protocols: [], streams: {} });
    expect(none.refused).to.include({
      status: 400,
      text: 'unable to upgrade: X-Stream-Protocol-Version is required\n',
    });
    const forward = await spdy(cluster, `${pods}/web/portforward`, { protocols: ['x'], streams: {} });
    expect(forward.refused?.text).to.contain('server accepts [portforward.k8s.io]');
  });

  it('take input until its stream ends', async () => {
    const { texts } = await spdy(cluster, `${pods}/web/exec?command=cat&stdin=1&stdout=1`, {
      protocols: ['v4.channel.k8s.io'],
      streams: {
        error: { streamtype: 'error' },
        stdin: { streamtype: 'stdin' },
        stdout: { streamtype: 'stdout' },
      },
      input: [
        ['stdin', 'one\n'],
        ['stdin', 'two\n'],
        ['stdin', null],
      ],
    });
    expect(texts['stdout']).to.equal('one\ntwo\n');
    expect(JSON.parse(texts['error']!).status).to.equal('Success');
  });

  it('forward ports, and say which are refused', async () => {
    const streams = (port: string) => ({
      error: { streamtype: 'error', port, requestid: '0' },
      data: { streamtype: 'data', port, requestid: '0' },
    });
    const get = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const good = await spdy(
      cluster,
      `${pods}/web/portforward`,
      { protocols: ['portforward.k8s.io'], streams: streams('80'), input: [['data', get]] },
      ({ ended }) => ended.has('data'),
    );
    expect(good.texts['data']).to.match(/^HTTP\/1.1 200 OK\r\n/);
    const bad = await spdy(
      cluster,
      `${pods}/web/portforward`,
      { protocols: ['portforward.k8s.io'], streams: streams('81'), input: [['data', get]] },
      ({ ended }) => ended.has('data'),
    );
    expect(bad.texts['error']).to.contain('connect: connection refused');
  });

  it('are answered without one where the path knows none', async () => {
    const { refused } = await spdy(cluster, '/api/v1/nodes?limit=1', { protocols: ['x'], streams: {} });
    expect(refused?.status).to.equal(400);
    expect((await call(cluster, 'GET', '/healthz')).text).to.equal('ok');
  });
});
