/** `labproof serve --state` as a process: killed, restored, stopped. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

const main = resolve(import.meta.dirname, '../../../src/cli/main.ts');
const lab = resolve(import.meta.dirname, '../../../scenarios/lab.yaml');
const loader = import.meta.resolve('tsx');
const configMaps = '/api/v1/namespaces/default/configmaps';

interface Answered {
  items: { metadata: { name: string } }[];
}

describe('labproof serve --state as a process', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'labproof-serve-state-'));
  const children = new Set<ChildProcess>();
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (...flags: string[]) => {
    const child = spawn(
      process.execPath,
      [`--import=${loader}`, main, 'serve', '--kubeconfig', 'kc', '--state', 'lab.state', ...flags],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] } },
    );
    children.add(child);
    let [out, err] = ['', ''];
    const ended = new Promise<number | null>((done) => {
      child.on('close', (code) => {
        children.delete(child);
        done(code);
      });
    });
    const isServing = new Promise<void>((done) => {
      child.stdout.on('data', (text: Buffer) => {
        out += text.toString();
        if (out.includes('KUBECONFIG=')) done();
      });
    });
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    return {
      child,
      ended,
      /** When it serves, or has ended. */
      ready: Promise.race([isServing, ended.then(() => undefined)]),
      text: () => ({ out, err }),
    };
  };

  const ask = (method: string, path: string, body?: unknown): Promise<{ status: number; value: Answered }> =>
    new Promise((done, reject) => {
      const config = readFileSync(join(folder, 'kc'), 'utf8');
      const read = (key: string): string => new RegExp(`${key}: (\\S+)`).exec(config)![1]!;
      const sent = request(
        `${read('server')}${path}`,
        {
          method,
          agent: false,
          ca: Buffer.from(read('certificate-authority-data'), 'base64').toString(),
          headers: { authorization: `Bearer ${read('token')}`, 'content-type': 'application/json' },
        },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => done({ status: response.statusCode!, value: JSON.parse(text) }));
        },
      );
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

  it('loses nothing that was answered when it is killed, and leaves nothing behind when it is stopped', async () => {
    const first = start('--lab', lab, '--speed', '10');
    await first.ready;
    const names = Array.from({ length: 20 }, (_, number) => `kept-${number}`);
    for (const name of names) {
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
      expect((await ask('POST', configMaps, body)).status).to.equal(201);
    }
    const { value: before } = await ask('GET', `${configMaps}/kept-19`);
    first.child.kill('SIGKILL');
    await first.ended;
    rmSync(join(folder, 'kc'));

    const second = start();
    await second.ready;
    expect(second.text().out).to.contain(', restored as it was at ');
    const listed = await ask('GET', configMaps);
    expect(listed.value.items.map((item) => item.metadata.name)).to.include.members(names);
    expect((await ask('GET', `${configMaps}/kept-19`)).value).to.deep.equal(before);

    const third = start();
    expect(await third.ended).to.equal(4);
    expect(third.text().err).to.contain(`in use by process ${second.child.pid}`);
    expect(existsSync(join(folder, 'kc')), 'the kubeconfig of the one that serves').to.equal(true);

    second.child.kill('SIGTERM');
    expect(await second.ended).to.equal(0);
    expect(readdirSync(folder)).to.deep.equal(['lab.state']);
  });

  it('refuses flags that the file contradicts, and a port that is taken', async () => {
    const other = start('--seed', '5');
    expect(await other.ended).to.equal(4);
    expect(other.text().err).to.contain('holds a cluster with seed 1, not 5').and.contain('leave --seed out');
    writeFileSync(
      join(folder, 'other.lab.yaml'),
      readFileSync(lab, 'utf8').replace('name: notes', 'name: mine'),
    );
    const elsewhere = start('--lab', 'other.lab.yaml');
    expect(await elsewhere.ended).to.equal(4);
    expect(elsewhere.text().err).to.contain('holds a cluster with lab notes, not mine');
    rmSync(join(folder, 'other.lab.yaml'));
    const one = start();
    await one.ready;
    const port = /127\.0\.0\.1:(\d+)/.exec(one.text().out)![1]!;
    const two = start('--port', port, '--state', 'two.state');
    expect(await two.ended).to.equal(7);
    expect(two.text().err).to.contain(`127.0.0.1:${port} cannot be listened on`);
    expect(existsSync(join(folder, 'kc'))).to.equal(true);
    one.child.kill('SIGINT');
    expect(await one.ended).to.equal(0);
    expect(readdirSync(folder)).to.deep.equal(['lab.state']);
  });
});
