import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { SessionRequest } from '../../../src/serve/sessions/session-request.ts';
import type { Speed } from '../../../src/serve/index.ts';
import { stateSchema } from '../../../src/serve/index.ts';
import { allObjects, keepCluster, sessionClient, type KeptCluster } from './kept-cluster.ts';

const deployment = (name: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
    },
  },
});
const pod = (name: string, command: string[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'main', image: 'busybox', command }] },
});
const core = '/api/v1/namespaces/default';
const deployments = '/apis/apps/v1/namespaces/default/deployments';

const session = (
  kind: 'exec' | 'attach',
  podName: string,
  command: string[],
  tty: boolean,
): SessionRequest => ({
  kind,
  namespace: 'default',
  pod: podName,
  container: undefined,
  command,
  stdin: true,
  stdout: true,
  stderr: !tty,
  tty,
  ports: [],
});

type Act = (cluster: KeptCluster, clients: ReturnType<typeof sessionClient>[]) => void;

const name = fc.constantFrom('a', 'b', 'c');
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(name, fc.nat(4)).map(
    ([one, replicas]): Act =>
      (cluster) =>
        cluster.write('POST', deployments, deployment(one, replicas)),
  ),
  fc.tuple(name, fc.nat(5)).map(
    ([one, replicas]): Act =>
      (cluster) =>
        cluster.write(
          'PATCH',
          `${deployments}/${one}`,
          { spec: { replicas } },
          'application/strategic-merge-patch+json',
        ),
  ),
  name.map(
    (one): Act =>
      (cluster) =>
        cluster.write('DELETE', `${deployments}/${one}`),
  ),
  fc
    .constantFrom<string[]>(['sleep', '30'], ['sh', '-c', 'echo hi; exit 1'], ['sh', '-c', 'sleep 3; echo x'])
    .map(
      (command): Act =>
        (cluster) =>
          cluster.write('POST', `${core}/pods`, pod(`p${command.length}`, command)),
    ),
  fc.constant<Act>((cluster) =>
    cluster.write('POST', `${core}/configmaps`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { generateName: 'c-' },
    }),
  ),
  fc.constant<Act>((cluster) => cluster.write('DELETE', `${core}/pods`)),
  fc.constant<Act>((cluster) => cluster.write('POST', `${core}/pods`, { kind: 'Nonsense' })),
  fc.constantFrom('p2', 'p3').map((one): Act => (cluster, clients) => {
    const client = sessionClient();
    clients.push(client);
    cluster.inputs.openSession(session('exec', one, ['sh'], true), client.streams);
    client.type('echo $HOSTNAME > /tmp/x; sleep 2\recho again\r');
  }),
  fc.tuple(fc.nat(3), fc.constantFrom('kill 1\r', 'cat /tmp/x\r', '\u0003', 'exit\r')).map(
    ([which, text]): Act =>
      (_cluster, clients) =>
        clients[which]?.type(text),
  ),
  fc.nat(3).map(
    (which): Act =>
      (_cluster, clients) =>
        clients[which]?.leave(),
  ),
  fc.constant<Act>((cluster) => cluster.state.mark()),
);
const story = fc.array(fc.tuple(fc.nat(400), acts), { minLength: 1, maxLength: 25 });

describe('a cluster that is restored', () => {
  const folder = mkdtempSync(join(tmpdir(), 'labproof-state-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let count = 0;
  const freshFile = () => join(folder, `${++count}.state`);

  it('is what it was, to the byte, and goes on as it would have', async () => {
    const isRight = new Ajv2020({ strict: false }).compile(stateSchema);
    const speeds = fc.constantFrom<Speed>(1, 20, 300, 'max');
    await fc.assert(
      fc.asyncProperty(story, speeds, async (steps, speed) => {
        const path = freshFile();
        const live = await keepCluster(path, { speed });
        const clients: ReturnType<typeof sessionClient>[] = [];
        for (const [waitMs, act] of steps) {
          live.pass(waitMs);
          act(live, clients);
        }
        live.state.mark();
        // As kill -9 leaves it.
        const copy = `${path}.copy`;
        copyFileSync(path, copy);
        const { simulator } = live;
        for (const client of clients) client.leave();
        const restored = await keepCluster(copy, { speed });
        expect(allObjects(restored.simulator)).to.equal(allObjects(simulator));
        const laterMs = Math.floor(simulator.nowMs()) + 400_000;
        for (const one of [simulator, restored.simulator]) one.runUntil(laterMs);
        expect(allObjects(restored.simulator)).to.equal(allObjects(simulator));
        for (const line of readFileSync(copy, 'utf8').trim().split('\n'))
          expect(isRight(JSON.parse(line)), line).to.equal(true);
        live.state.close();
        restored.state.close();
      }),
      { numRuns: 12 },
    );
  }).timeout(120_000);

  it('writes an input down before it answers, and no credential ever', async () => {
    const path = freshFile();
    const cluster = await keepCluster(path);
    cluster.write('POST', deployments, deployment('web', 1));
    const text = readFileSync(path, 'utf8');
    expect(text).to.match(/"path":"\/apis\/apps\/v1\/namespaces\/default\/deployments".*\n$/);
    expect(text).not.to.contain('secret');
    cluster.state.close();
  });

  it('takes no more room while nothing but time passes', async () => {
    const path = freshFile();
    const cluster = await keepCluster(path);
    cluster.state.mark();
    const { length } = readFileSync(path, 'utf8');
    for (let times = 0; times < 50; times++) {
      cluster.pass(15_000);
      cluster.state.mark();
    }
    expect(readFileSync(path, 'utf8')).to.have.length(length);
    cluster.state.close();
    const again = await keepCluster(path);
    expect(again.simulator.nowMs()).to.equal(cluster.simulator.nowMs());
    again.state.close();
  });

  it('drops a last line that was cut off', async () => {
    const path = freshFile();
    const cluster = await keepCluster(path);
    cluster.write('POST', deployments, deployment('web', 1));
    cluster.state.close();
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, `${whole}{"at":16`);
    const again = await keepCluster(path);
    expect(again.restoredInputs).to.equal(1);
    expect(readFileSync(path, 'utf8').startsWith(`${whole}{"at":`)).to.equal(true);
    again.state.close();
    expect(
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).to.have.length(5);
  });

  const failureOf = async (path: string, labproof: string) => {
    try {
      const cluster = await keepCluster(path, { labproof });
      cluster.state.close();
      return undefined;
    } catch (error) {
      return error as { code: string; message: string; hint: string; position: { line: number } };
    }
  };

  it('says at which line it is another, and what to do', async () => {
    const path = freshFile();
    const cluster = await keepCluster(path, { labproof: '0.0.9' });
    cluster.write('POST', deployments, deployment('web', 1));
    cluster.pass(5000);
    cluster.state.close();
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"replicas\\":1', '"replicas\\":2'));
    const failure = await failureOf(path, '0.1.0');
    expect(failure).to.include({ code: 'state-differs' });
    expect(failure?.position.line).to.equal(3);
    expect(failure?.message).to.contain('written by labproof 0.0.9, this is 0.1.0');
    expect(failure?.hint).to.contain('name another --state file').and.contain('head -n 2');
    writeFileSync(path, text.replace('2Gi', '3Gi'));
    expect(await failureOf(path, '0.1.0')).to.include({ code: 'state-damaged' });
    writeFileSync(path, text.replace('{"at"', '{at'));
    expect(await failureOf(path, '0.1.0')).to.include({ code: 'state-damaged' });
    writeFileSync(path, text.replace('"labproofState":1', '"labproofState":2'));
    expect(await failureOf(path, '0.1.0')).to.include({ code: 'state-format' });
    // After all of that it can still be used.
    writeFileSync(path, text);
    expect(await failureOf(path, '0.1.0')).to.equal(undefined);
  });

  it('cuts nothing off a file of somebody else', async () => {
    for (const text of ['my diary', 'one\ntwo', '{"labproofState"']) {
      const path = freshFile();
      writeFileSync(path, text);
      const failure = await failureOf(path, '0.1.0');
      if (text.startsWith('{')) expect(failure).to.equal(undefined);
      else {
        expect(failure).to.include({ code: 'no-state' });
        expect(readFileSync(path, 'utf8')).to.equal(text);
      }
    }
  });

  it('is not held by a process that has ended and only waits to be reaped', async function () {
    if (!existsSync('/proc/self/stat')) {
      console.log('      skipped: there is no /proc on this machine');
      this.skip();
    }
    // The shell starts a process that ends at once, and becomes one that never asks how it ended.
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 30'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(line.toString());
      while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')))
        await new Promise((resolve) => setTimeout(resolve, 20));
      const path = freshFile();
      writeFileSync(`${path}.lock`, JSON.stringify({ pid, host: hostname() }));
      expect(await failureOf(path, '0.1.0')).to.equal(undefined);
    } finally {
      parent.kill();
    }
  });

  it('is served by one at a time; who died with the lock is forgotten', async () => {
    const path = freshFile();
    const cluster = await keepCluster(path);
    expect(await failureOf(path, '0.1.0')).to.include({ code: 'state-in-use' });
    cluster.state.close();
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: 999_999_999, host: hostname() }));
    expect(await failureOf(path, '0.1.0')).to.equal(undefined);
  });
});
