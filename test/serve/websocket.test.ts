import { expect } from 'chai';
import { WebSocket } from 'ws';
import type { ServedCluster } from '../../src/serve/index.ts';
import { call, startCluster } from './served-cluster.ts';

interface Heard {
  protocol: string;
  /** By channel. */
  texts: Record<number, string>;
}

const pods = '/api/v1/namespaces/default/pods';

describe('sessions over WebSockets', () => {
  let cluster: ServedCluster;
  const open = (path: string, protocols: string[], token = cluster.token): WebSocket =>
    new WebSocket(`${cluster.url.replace('https', 'wss')}${path}`, protocols, {
      ca: cluster.certificate,
      headers: { authorization: `Bearer ${token}` },
    });
  const hear = (socket: WebSocket, onOpen?: () => void): Promise<Heard> =>
    new Promise((resolve, reject) => {
      const texts: Record<number, string> = {};
      socket.on('open', () => onOpen?.());
      socket.on('message', (data: Buffer) => {
        texts[data[0]!] = (texts[data[0]!] ?? '') + data.subarray(1).toString();
      });
      socket.on('close', () => resolve({ protocol: socket.protocol, texts }));
      socket.on('error', reject);
    });

  before(async () => {
    cluster = await startCluster('1.33', 100);
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
    };
    await call(cluster, 'POST', pods, { body: JSON.stringify(pod) });
    let phase = '';
    while (phase !== 'Running')
      phase = JSON.parse((await call(cluster, 'GET', `${pods}/web`)).text).status.phase;
  });
  after(() => cluster.close());

  it('tell output, errors and the end apart', async () => {
    const query =
      'command=sh&command=-c&command=echo%20out%3B%20echo%20err%20%3E%262%3B%20exit%203&stdout=1&stderr=1';
    const { protocol, texts } = await hear(
      open(`${pods}/web/exec?${query}`, ['v5.channel.k8s.io', 'v4.channel.k8s.io']),
    );
    expect(protocol).to.equal('v5.channel.k8s.io');
    expect([texts[1], texts[2]]).to.deep.equal(['out\n', 'err\n']);
    const status = JSON.parse(texts[3]!);
    expect([status.reason, status.details.causes[0].message]).to.deep.equal(['NonZeroExitCode', '3']);
  });

  it('take input until the client says that it ends', async () => {
    const socket = open(`${pods}/web/exec?command=cat&stdin=1&stdout=1`, ['v5.channel.k8s.io']);
    const { texts } = await hear(socket, () => {
      socket.send(Buffer.from('\u0000one\n'));
      socket.send(Buffer.from('\u0000two\n'));
      socket.send(Buffer.from([255, 0]));
    });
    expect(texts[1]).to.equal('one\ntwo\n');
    expect(JSON.parse(texts[3]!).status).to.equal('Success');
  });

  it('keep a shell at a terminal', async () => {
    const socket = open(`${pods}/web/exec?command=bash&stdin=1&stdout=1&tty=1`, ['v4.channel.k8s.io']);
    const { texts } = await hear(socket, () => {
      socket.send(Buffer.from('\u0000cd /usr/shaX\u007fre\r'));
      socket.send(Buffer.from('\u0000pwd\rexit 4\r'));
    });
    expect(texts[1]).to.contain('root@web:/usr/share# pwd\r\n/usr/share\r\n');
    expect(JSON.parse(texts[3]!).details.causes[0].message).to.equal('4');
  });

  it('are refused without the token, without the pod, and in unknown protocols', async () => {
    const refusals = [
      open(`${pods}/web/exec?command=ls&stdout=1`, ['v4.channel.k8s.io'], 'wrong'),
      open(`${pods}/nothing/exec?command=ls&stdout=1`, ['v4.channel.k8s.io']),
      open(`${pods}/web/exec?command=ls&stdout=1`, ['nonsense']),
    ].map(
      (socket) =>
        new Promise<string>((resolve) => {
          socket.on('error', (error) => resolve(error.message));
          socket.on('open', () => resolve('opened'));
        }),
    );
    expect(await Promise.all(refusals)).to.deep.equal(
      [401, 404, 400].map((code) => `Unexpected server response: ${code}`),
    );
  });
});
