/** exec on a real cluster: what is typed into a command comes to its end, although the connection cannot say so. */
import { expect } from 'chai';
import { KubeConfig } from '@kubernetes/client-node';
import { clusterCapabilities } from '../../../src/backends/cluster/cluster-capabilities.ts';
import { LabNames } from '../../../src/backends/cluster/lab-names.ts';
import type { Capabilities } from '../../../src/backends/index.ts';
import type { KubeApi } from '../../../src/kube/index.ts';
import { startExecServer } from './fake-exec-server.ts';
import type { FakeExecServer } from './fake-exec-server.ts';

const target = { namespace: 'default', pod: 'web', container: 'nginx' };

describe('exec of the cluster backend', function () {
  this.timeout(20_000);
  let server: FakeExecServer;
  let exec: NonNullable<Capabilities['exec']>;

  before(async () => {
    server = await startExecServer();
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromOptions({
      clusters: [{ name: 'fake', server: server.url, skipTLSVerify: true }],
      users: [{ name: 'fake' }],
      contexts: [{ name: 'fake', cluster: 'fake', user: 'fake' }],
      currentContext: 'fake',
    });
    exec = clusterCapabilities({
      address: { context: 'fake', server: server.url, sign: async () => ({}), kubeConfig },
      api: {} as KubeApi,
      names: new LabNames({ namespace: { lab: 'default', real: 'labproof-1a2b3c4d' }, nodes: [] }),
      nodeAddresses: new Map(),
      nodes: [],
      allowsDisruption: false,
      now: () => performance.now(),
    }).can.exec!;
  });
  after(() => server.stop());

  it('answers what the command printed and how it ended, in the namespace that stands for the lab’s', async () => {
    const script = 'echo out; echo err >&2; exit 3';
    expect(await exec(target, ['sh', '-c', script])).to.deep.equal({
      exitCode: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
    expect(server.requests.at(-1)).to.match(
      /^\/api\/v1\/namespaces\/labproof-1a2b3c4d\/pods\/web\/exec\?.*container=nginx/,
    );
    expect(server.requests.at(-1)).to.contain('stdin=false').and.to.contain('tty=false');
  });

  it('gives up a command that does not end in time', async () => {
    const begunMs = performance.now();
    const failure = await exec(target, ['sleep', '30'], { deadlineMs: begunMs + 500 }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.include({ code: 'exec-endless', message: 'the command does not end: sleep 30' });
  });

  const typed: readonly [what: string, stdin: string][] = [
    ['a line', 'hello\n'],
    ['a text without the end of a line', 'no end'],
    ['letters of several bytes', 'Grüße, 안녕\n'],
    ['what a shell would take for its own', '$(echo no) "`date`" \\ \' ; exit 7\n'],
    ['more than a pipe holds', `${'0123456789abcde\n'.repeat(20_000)}`],
    ['nothing', ''],
  ];
  it('types just what it is given: texts without an end, of several bytes, longer than a pipe, nothing', async () => {
    const answers = await Promise.all(typed.map(([, stdin]) => exec(target, ['cat'], { stdin })));
    typed.forEach(([what, stdin], index) =>
      expect(answers[index], what).to.deep.equal({ exitCode: 0, stdout: stdin, stderr: '' }),
    );
  });

  it('keeps the words of the command apart, and its exit code', async () => {
    const script = 'for word; do printf "<%s>" "$word"; done; cat; exit 5';
    const answer = await exec(target, ['sh', '-c', script, 'sh', 'a b', '$HOME', "it's", ''], { stdin: 'x' });
    expect(answer).to.deep.equal({ exitCode: 5, stdout: "<a b><$HOME><it's><>x", stderr: '' });
  });

  it('types into no terminal, even where one is asked for', async () => {
    expect(await exec(target, ['cat'], { stdin: 'x', tty: true })).to.include({ stdout: 'x' });
    expect(server.requests.at(-1)).to.contain('stdin=true').and.to.contain('tty=false');
    await exec(target, ['true'], { tty: true });
    expect(server.requests.at(-1)).to.contain('stdin=false').and.to.contain('tty=true');
  });

  it('does not wait for a command that reads less than is typed', async () => {
    const answer = await exec(target, ['head', '-n', '1'], { stdin: 'first\nsecond\n' });
    expect(answer).to.deep.equal({ exitCode: 0, stdout: 'first\n', stderr: '' });
  });

  it('says so when the command cannot be run, or the connection ends before it', async () => {
    const refusal = (command: string[]): Promise<string> =>
      exec(target, command).then(
        () => 'none',
        (error: Error) => error.message,
      );
    expect(await refusal(['no-such-program'])).to.contain('ENOENT');
    server.isRude = true;
    expect(await refusal(['true'])).to.contain('the connection ended before the command');
    server.isRude = false;
  });
});
