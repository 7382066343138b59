/** A simulator behind the backend protocol: what it does wrong is said clearly, and nothing of it is left behind. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { ProcessLabs } from '../../../src/backends/index.ts';
import type { Backend } from '../../../src/backends/index.ts';
import type { Pod } from '../../../src/kube/index.ts';
import type { BackendError } from '../../../src/core/index.ts';
import { loadLab } from '../../../src/scenario/index.ts';

const lab = (await loadLab(resolve('docs/examples/toy/lab.yaml'))).lab!;

const labsOf = (script: string, ...args: string[]): ProcessLabs =>
  new ProcessLabs({
    command: [process.execPath, resolve(script), ...args],
    title: './sim',
    cwd: process.cwd(),
    labproof: '0.0.0',
    answerWithinMs: args[0] === 'silent' ? 3_000 : 30_000,
  });
const bad = (...args: string[]): ProcessLabs =>
  labsOf('test/backends/process/misbehaving-simulator.mjs', ...args);
const open = (labs: ProcessLabs): Promise<Backend> => labs.open({ lab, seed: 1, kubernetes: 'v1.20.2' });

const failureOf = async (action: Promise<unknown>): Promise<BackendError> => {
  try {
    await action;
  } catch (error) {
    return error as BackendError;
  }
  throw new Error('it did not fail');
};

/** Whether a process runs; one that has ended and that nobody has asked for yet does not. */
const runs = (pid: number): boolean => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
};

describe('process backend', () => {
  const failures: readonly [manner: string, code: string, message: RegExp][] = [
    [
      'dies',
      'process-ended',
      /^the simulator \.\/sim ended with exit code 3 before it answered "open"; the end of its standard error:\n {2}\| first line\n {2}\| segmentation fault\n$/,
    ],
    ['babbles', 'process-babbles', /printed a line that is no message: Server listening on port 8080/],
    ['silent', 'process-silent', /did not answer "open" within 3 s; .*\n {2}\| thinking hard/],
    [
      'misfit',
      'process-misfit',
      /answered "open" with something else: it must have required property 'kubernetes'/,
    ],
    ['unasked', 'process-babbles', /its id 4711 is that of no open request/],
    ['shapeless', 'process-babbles', /sent a message that is none: \{"hello":"world"\}/],
  ];
  for (const [manner, code, message] of failures) {
    it(`says what is wrong with a simulator that is ${manner}`, async () => {
      const labs = bad(manner);
      const error = await failureOf(open(labs));
      expect(error.code).to.equal(code);
      expect(error.message).to.match(message);
      await labs.close();
    });
  }

  it('refuses a simulator of another protocol, and a program that there is not', async () => {
    expect((await failureOf(bad('stranger').version())).message).to.contain(
      'speaks version 99 of the backend protocol, labproof speaks 1',
    );
    const labs = new ProcessLabs({ command: ['./no-such-simulator'], title: 'x', cwd: '/', labproof: '' });
    const error = await failureOf(labs.version());
    expect(error.message).to.contain('cannot be started: there is no such program');
    expect(error.hint).to.contain('process:node');
  });

  it('fails what waits for a simulator that dies meanwhile', async () => {
    const labs = bad('dies', 'resources');
    const { clock, api } = await open(labs);
    const waiting = failureOf(clock.waitUntil(() => false, clock.now() + 600_000));
    const asked = failureOf(api.resources());
    expect((await waiting).code).to.equal('process-ended');
    expect((await asked).code).to.equal('process-ended');
    expect((await failureOf(api.resources())).message).to.contain('segmentation fault');
    await labs.close();
  });

  it('ends a simulator that does not want to, and what it has started', async () => {
    const labs = bad('parent');
    const backend = await open(labs);
    const pid = Number(backend.version.gitVersion.split('.')[2]);
    expect(runs(pid)).to.equal(true);
    await backend.close();
    for (let looks = 0; looks < 100 && runs(pid); looks++) await delay(20);
    expect(runs(pid)).to.equal(false);

    const deaf = bad('deaf', 'never');
    await open(deaf);
    await deaf.close();
  });

  it('plays on the toy, cluster after cluster in one process', async () => {
    const labs = labsOf('docs/examples/toy/toy-simulator.mjs');
    expect((await labs.version())?.gitVersion).to.equal('v1.20.2');
    for (let count = 0; count < 2; count++) {
      const { api, clock, close, can, missing } = await open(labs);
      expect(can).to.deep.equal({});
      expect(missing('exec')).to.equal('toy cannot do this: exec');
      const startMs = clock.now();
      expect(new Date(startMs).toISOString()).to.equal(new Date(lab.startTime).toISOString());
      const seen: string[] = [];
      const pods = { group: '', version: 'v1', name: 'pods' };
      const stop = await api.watch(pods, {}, ({ type, object }) =>
        seen.push(`${type} ${object.metadata.name} ${(object as unknown as Pod).status?.phase}`),
      );
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [] } };
      await api.create(pods, 'default', pod);
      expect(await clock.waitUntil(() => seen.length === 2, startMs + 60_000)).to.equal('met');
      expect(clock.now()).to.equal(startMs + 1000);
      expect(seen).to.deep.equal(['ADDED a Pending', 'MODIFIED a Running']);
      stop();
      await clock.sleep(5000);
      expect(clock.now()).to.equal(startMs + 6000);
      const again = await failureOf(api.create(pods, 'default', pod));
      expect(again).to.have.nested.property('status.reason', 'AlreadyExists');
      const tables = await failureOf(api.table(pods, {}));
      expect(tables).to.have.nested.property('status.code', 406);
      await close();
    }
    await labs.close();
  });
});
