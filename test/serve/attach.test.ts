import { expect } from 'chai';
import { WebSocket } from 'ws';
import type { ServedCluster } from '../../src/serve/index.ts';
import { call, startCluster } from './served-cluster.ts';

const pods = '/api/v1/namespaces/default/pods';

describe('attach', () => {
  let cluster: ServedCluster;
  const run = async (name: string, container: Record<string, unknown>): Promise<void> => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', ...container }] },
    };
    await call(cluster, 'POST', pods, { body: JSON.stringify(pod) });
    while ((await phaseOf(name)) !== 'Running');
  };
  const phaseOf = async (name: string): Promise<string> =>
    JSON.parse((await call(cluster, 'GET', `${pods}/${name}`)).text).status.phase;
  /** What channel 1 says until the server closes; `talk` is told of all of it, each time there is more. */
  const attach = (query: string, talk: (heard: string, socket: WebSocket) => void): Promise<string> =>
    new Promise((resolve, reject) => {
      let heard = '';
      const socket = new WebSocket(
        `${cluster.url.replace('https', 'wss')}${pods}/${query}`,
        ['v5.channel.k8s.io'],
        { ca: cluster.certificate, headers: { authorization: `Bearer ${cluster.token}` } },
      );
      socket.on('message', (data: Buffer) => {
        if (data[0] === 1) heard += data.subarray(1).toString();
        talk(heard, socket);
      });
      socket.on('close', () => resolve(heard));
      socket.on('error', reject);
    });

  before(async () => {
    cluster = await startCluster('1.33', 50);
  });
  after(() => cluster.close());

  it('hears what a container writes from now on, until it ends', async () => {
    await run('counter', { command: ['sh', '-c', 'for i in 1 2 3 4 5; do sleep 5; echo $i; done'] });
    const heard = await attach('counter/attach?stdout=1&stderr=1', () => undefined);
    expect(heard)
      .to.match(/^([1-5]\n)+$/)
      .and.match(/5\n$/);
  });

  it('types into a shell, whose exit is the container’s', async () => {
    await run('shell', { command: ['sh'], stdin: true, stdinOnce: true, tty: true });
    let isTyped = false;
    const heard = await attach('shell/attach?stdin=1&stdout=1&tty=1', (text, socket) => {
      if (isTyped || !text.includes('# ')) return;
      isTyped = true;
      socket.send(Buffer.from('\u0000cd /tmp\rpwd\rexit 3\r'));
    });
    expect(heard).to.contain('pwd\r\n/tmp\r\n');
    let phase = 'Running';
    while (phase === 'Running') phase = await phaseOf('shell');
    expect(phase).to.equal('Failed');
    expect((await call(cluster, 'GET', `${pods}/shell/log`)).text).to.contain('/tmp\n');
  });

  it('pipes a script into a shell without a terminal', async () => {
    await run('piped', { command: ['sh'], stdin: true, stdinOnce: true });
    let isSent = false;
    const heard = await attach('piped/attach?stdin=1&stdout=1', (_text, socket) => {
      if (isSent) return;
      isSent = true;
      socket.send(Buffer.from('\u0000echo one\necho two\n'));
      socket.send(Buffer.from([255, 0]));
    });
    expect(heard).to.equal('one\ntwo\n');
    let phase = 'Running';
    while (phase === 'Running') phase = await phaseOf('piped');
    expect(phase).to.equal('Succeeded');
  });
});
