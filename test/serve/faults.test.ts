import { connect as connectPlain } from 'node:net';
import { connect } from 'node:tls';
import { expect } from 'chai';
import { Random } from '../../src/core/index.ts';
import type { ServedCluster } from '../../src/serve/index.ts';
import { head, portOf, sendRaw, statusOf } from './raw-client.ts';
import { call, startCluster } from './served-cluster.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const pods = '/api/v1/namespaces/default/pods';
const object = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'raw' } });

describe('a served cluster among clients that break the rules', function () {
  this.timeout(120_000);
  let cluster: ServedCluster;
  before(async () => {
    cluster = await startCluster('1.30', 50);
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
  afterEach(async () => {
    expect((await call(cluster, 'GET', '/healthz')).text).to.equal('ok');
  });

  const refusal = async (type: string, body: string | Buffer): Promise<[number, string]> => {
    const { status, text } = await call(cluster, 'POST', configMaps, {
      body,
      headers: { 'content-type': type },
    });
    const told = JSON.parse(text);
    expect(told).to.include({ kind: 'Status', status: 'Failure', code: status });
    return [status, told.message];
  };

  it('refuses nesting of a hundred thousand levels, in every format', async () => {
    const levels = 100_000;
    const json = `{"apiVersion":"v1","kind":"ConfigMap","data":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
    expect((await refusal('application/json', json))[0]).to.equal(400);
    expect((await refusal('application/json', '['.repeat(levels)))[0]).to.equal(400);
    expect((await refusal('application/yaml', '['.repeat(levels)))[0]).to.equal(400);
    expect((await refusal('application/yaml', `a: ${'- '.repeat(levels)}x`))[0]).to.equal(400);
    const protobuf = Buffer.concat([
      Buffer.from('k8s\0'),
      Buffer.alloc(levels, 0x0b), // Groups that begin, and begin.
    ]);
    expect((await refusal('application/vnd.kubernetes.protobuf', protobuf))[0]).to.equal(400);
  });

  it('refuses references that unfold without end', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level++)
      lines.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`);
    expect((await refusal('application/yaml', lines.join('\n')))[0]).to.equal(400);
  });

  it('refuses what is too large, whether its length was said or not', async () => {
    const chunk = 'x'.repeat(64 * 1024);
    const chunks = Array.from({ length: 60 }, () => `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
    const request = head(cluster, `POST ${configMaps}`, {
      'Content-Type': 'application/json',
      'Transfer-Encoding': 'chunked',
    });
    const unsaid = await sendRaw(cluster, [request, ...chunks, '0\r\n\r\n'], { staysOpen: true });
    // The rest of the body may meet a closed connection before the answer is read.
    expect([413, 0]).to.include(statusOf(unsaid));
  });

  it('answers bad request lines, paths and headers, or closes', async () => {
    const cases: [string, readonly number[]][] = [
      [head(cluster, 'GET /%zz'), [404]],
      [head(cluster, 'GET /api/v1/namespaces/%00/pods'), [200, 404]],
      [head(cluster, 'GET /api/v1/../../etc/passwd'), [404]],
      [head(cluster, 'GET http://elsewhere/api/v1/pods'), [200, 400, 404]],
      [head(cluster, 'OPTIONS *'), [404, 405]],
      [head(cluster, `GET /${'a'.repeat(20_000)}`), [404]],
      [head(cluster, `GET /${'a'.repeat(200_000)}`), [431, 414, 0]],
      [head(cluster, 'BREW /api/v1/pods'), [400, 405]],
      [head(cluster, 'GET /api/v1/pods', { 'X-Flood': 'y'.repeat(100_000) }), [431, 0]],
      [head(cluster, 'GET /api/v1/pods', { 'Content-Length': '-1' }), [400]],
      [head(cluster, `POST ${configMaps}`, { 'Content-Length': '5', 'Transfer-Encoding': 'chunked' }), [400]],
      [`GET /api/v1/pods HTTP/9.9\r\n\r\n`, [400, 505]],
      ['\0\x01\x02 nonsense\r\n\r\n', [400]],
      [`POST ${configMaps} HTTP/1.1\r\nHost: x\r\n\r\n`, [401, 403]],
      [head(cluster, `POST ${configMaps}`, { 'Transfer-Encoding': 'chunked' }) + 'ZZ\r\n{}\r\n', [400]],
      [head(cluster, 'GET /api/v1/pods', { Connection: 'Upgrade', Upgrade: 'h2c' }), [200, 400, 403, 404]],
      [head(cluster, 'GET /healthz', { Expect: 'nonsense' }), [200, 417]],
    ];
    for (const [request, statuses] of cases) {
      const answer = await sendRaw(cluster, [request]);
      expect(statuses, `${request.slice(0, 60)}: ${answer.text.slice(0, 200)}`).to.include(statusOf(answer));
      expect(answer.isClosed, request.slice(0, 60)).to.equal(true);
    }
  });

  it('answers requests in a row in their order', async () => {
    const count = 200;
    const requests = Array.from({ length: count }, (_, index) =>
      head(cluster, `GET ${configMaps}/p${index}`),
    );
    const { text } = await sendRaw(cluster, [requests.join('')], {
      staysOpen: true,
      isEnough: (heard) => heard.includes(`"name":"p${count - 1}"`),
    });
    const names = [...text.matchAll(/"message":"configmaps \\"p(\d+)\\" not found"/g)].map((found) =>
      Number(found[1]),
    );
    expect(names).to.deep.equal(Array.from({ length: count }, (_, index) => index));
  });

  it('serves others while connections hang half open', async () => {
    const begun = [
      '',
      'GET /api/v1/pods HT',
      head(cluster, 'GET /api/v1/pods').slice(0, -2),
      head(cluster, `POST ${configMaps}`, { 'Content-Length': '1000' }) + object,
    ];
    const hanging = Array.from({ length: 200 }, (_, index) => {
      const socket = connect({ port: portOf(cluster), host: '127.0.0.1', ca: cluster.certificate });
      socket.on('error', () => undefined);
      socket.on('secureConnect', () => socket.write(begun[index % begun.length]!));
      return socket;
    });
    const silent = Array.from({ length: 50 }, () => {
      const socket = connectPlain(portOf(cluster), '127.0.0.1');
      socket.on('error', () => undefined);
      return socket;
    });
    await Promise.all(
      hanging.map(
        (socket) =>
          new Promise((done) => {
            socket.on('secureConnect', done);
          }),
      ),
    );
    expect((await call(cluster, 'GET', '/api/v1/nodes')).status).to.equal(200);
    for (const socket of [...hanging, ...silent]) socket.destroy();
    expect((await call(cluster, 'GET', `${configMaps}/raw`)).status).to.equal(404);
  });

  it('takes no plain HTTP, and no nonsense for TLS', async () => {
    for (const bytes of ['GET /healthz HTTP/1.1\r\n\r\n', '\x16\x03\x01\xff\xff'.padEnd(2000, '\0'), 'x'])
      await new Promise<void>((resolve) => {
        const socket = connectPlain(portOf(cluster), '127.0.0.1', () => socket.end(bytes, 'latin1'));
        socket.on('close', () => resolve());
        socket.on('error', () => undefined);
        socket.resume();
      });
  });

  it('closes sessions that are fed with nonsense', async () => {
    const random = new Random(7, 'frames');
    const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.below(256));
    const exec = `${pods}/web/exec?command=cat&stdin=1&stdout=1`;
    const webSocket = head(cluster, `GET ${exec}`, {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol': 'v5.channel.k8s.io',
    });
    const spdy = head(cluster, `POST ${exec}`, {
      Connection: 'Upgrade',
      Upgrade: 'SPDY/3.1',
      'X-Stream-Protocol-Version': 'v4.channel.k8s.io',
    });
    const bad = [
      [0x81, 0x05, 1, 2, 3, 4, 5], // Not masked.
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // Of 2^64 bytes.
      [0x89, 0xfe, 0xff, 0xff, 0, 0, 0, 0], // A ping too long.
      [0x80, 0x03, 0, 1, 0, 0, 0xff, 0xff, 0, 0, 0, 0], // A stream without its head.
      [0x80, 0x02, 0, 1, 0, 0, 0, 0], // Another SPDY.
      [0x80, 0x03, 0, 99, 0, 0, 0, 0], // A frame of no kind.
      [0, 0, 0, 99, 0xff, 0xff, 0xff, 0xff], // Data for no stream, of 16 MiB.
    ].map((bytes) => Uint8Array.from(bytes));
    for (const upgrade of [webSocket, spdy]) {
      for (const bytes of [...bad, ...Array.from({ length: 40 }, () => noise(1 + random.below(300)))]) {
        const { text } = await sendRaw(cluster, [upgrade, bytes], { patienceMs: 3000 });
        expect(text).to.match(/^HTTP\/1\.1 101 /);
      }
    }
  });

  it('lives through a thousand requests with struck bytes', async () => {
    const random = new Random(11, 'bytes');
    const whole = [
      head(cluster, `GET ${configMaps}?limit=2`),
      head(cluster, `POST ${configMaps}`, {
        'Content-Type': 'application/json',
        'Content-Length': String(object.length),
      }) + object,
      head(cluster, `DELETE ${configMaps}/raw`),
      head(cluster, `POST ${configMaps}`, {
        'Content-Type': 'application/json',
        'Transfer-Encoding': 'chunked',
      }) + `${object.length.toString(16)}\r\n${object}\r\n0\r\n\r\n`,
    ];
    const strike = (): Buffer => {
      const bytes = Buffer.from(whole[random.below(whole.length)]!);
      for (let left = 1 + random.below(3); left > 0; left--)
        bytes[random.below(bytes.length)] = random.below(256);
      return random.float() < 0.2 ? bytes.subarray(0, random.below(bytes.length)) : bytes;
    };
    for (let round = 0; round < 50; round++) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => sendRaw(cluster, [strike()])));
      for (const answer of answers) {
        expect(answer.isClosed, answer.text).to.equal(true);
        expect(statusOf(answer), answer.text).to.not.equal(500);
      }
    }
  });
});
