import { expect } from 'chai';
import { WebSocket } from 'ws';
import type { ServedCluster } from '../../src/serve/index.ts';
import { call, runPod, startCluster } from './served-cluster.ts';

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
    await runPod(cluster, 'web');
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
      [401, 404, 403].map((code) => `Unexpected server response: ${code}`),
    );
  });

  it('speak each protocol as it is', async () => {
    const query =
      'command=sh&command=-c&command=echo%20out%3B%20echo%20err%20%3E%262%3B%20exit%203&stdout=1&stderr=1';
    for (const protocol of [
      '',
      'channel.k8s.io',
      'base64.channel.k8s.io',
      'v4.channel.k8s.io',
      'v4.base64.channel.k8s.io',
      'v5.channel.k8s.io',
    ]) {
      const socket = open(`${pods}/web/exec?${query}`, protocol === '' ? [] : [protocol]);
      const texts: string[] = ['', '', '', '', ''];
      await new Promise<void>((resolve, reject) => {
        socket.on('message', (data: Buffer, isBinary: boolean) => {
          expect(isBinary, protocol).to.equal(!protocol.includes('base64'));
          if (isBinary) texts[data[0]!] += data.subarray(1).toString();
          else texts[data[0]! - 48] += Buffer.from(data.subarray(1).toString(), 'base64').toString();
        });
        socket.on('close', () => resolve());
        socket.on('error', reject);
      });
      expect(socket.protocol).to.equal(protocol);
      expect(texts.slice(1, 3), protocol).to.deep.equal(['out\n', 'err\n']);
      if (/^v[45]/.test(protocol)) expect(JSON.parse(texts[3]!).reason).to.equal('NonZeroExitCode');
      else expect(texts[3]).to.equal('command terminated with non-zero exit code: exit status 3');
    }
  });

  it('forward ports by channels, each beginning with its number', async () => {
    const socket = open(`${pods}/web/portforward?ports=80&ports=81`, ['v4.channel.k8s.io']);
    const heard: Buffer[][] = [[], [], [], []];
    const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => {
        socket.send(Buffer.from(`\u0000${request}`));
        socket.send(Buffer.from(`\u0002${request}`));
      });
      socket.on('message', (data: Buffer) => {
        heard[data[0]!]!.push(data.subarray(1));
        if (heard[0]!.length > 1 && heard[3]!.length > 1) socket.close();
      });
      socket.on('close', () => resolve());
      socket.on('error', reject);
    });
    expect(heard.map(([first]) => first!.readUInt16LE())).to.deep.equal([80, 80, 81, 81]);
    expect(heard[0]![1]!.toString()).to.match(/^HTTP\/1.1 200 OK/);
    expect(heard[3]![1]!.toString()).to.contain('connection refused');
  });

  it('carry watches, event by event, and logs', async () => {
    const watched = new WebSocket(
      `${cluster.url.replace('https', 'wss')}${pods}?watch=1&fieldSelector=metadata.name%3Dweb`,
      [],
      {
        ca: cluster.certificate,
        origin: cluster.url,
        headers: { authorization: `Bearer ${cluster.token}` },
      },
    );
    const events: string[] = [];
    await new Promise<void>((resolve, reject) => {
      watched.on('message', (data: Buffer, isBinary: boolean) => {
        expect(isBinary).to.equal(false);
        const { type, object } = JSON.parse(data.toString());
        events.push(`${type} ${object.metadata.labels?.seen ?? ''}`);
        if (events.length === 2) watched.close();
        else
          void call(cluster, 'PATCH', `${pods}/web`, {
            body: '{"metadata":{"labels":{"seen":"yes"}}}',
            headers: { 'content-type': 'application/merge-patch+json' },
          });
      });
      watched.on('close', () => resolve());
      watched.on('error', reject);
    });
    expect(events).to.deep.equal(['ADDED ', 'MODIFIED yes']);
    const log = open(`${pods}/web/log`, ['base64.binary.k8s.io']);
    const pieces: Buffer[] = [];
    await new Promise<void>((resolve, reject) => {
      log.on('message', (data: Buffer) => pieces.push(Buffer.from(data.toString(), 'base64')));
      log.on('close', () => resolve());
      log.on('error', reject);
    });
    expect(Buffer.concat(pieces).toString()).to.equal((await call(cluster, 'GET', `${pods}/web/log`)).text);
  });

  it('refuse a watch without an origin, and of what is not there', async () => {
    const refusals = [`${pods}?watch=1`, '/api/v1/nothing?watch=1', '/api/v1/nodes'].map(
      (path) =>
        new Promise<string>((resolve) => {
          const socket = open(path, []);
          socket.on('error', (error) => resolve(error.message));
          socket.on('open', () => resolve('opened'));
        }),
    );
    expect(await Promise.all(refusals)).to.deep.equal(
      [403, 404, 200].map((code) => `Unexpected server response: ${code}`),
    );
  });
});
