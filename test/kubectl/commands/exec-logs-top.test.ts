import { expect } from 'chai';
import { deploymentNamed, kubectlOnSimulator, podNamed, put } from '../kubectl-on-simulator.ts';

describe('kubectl exec', () => {
  it('runs a command in the pod, or in one of a workload', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web'), 30_000);
    await put(kubectl, deploymentNamed('hosts', 1), 30_000);
    expect(await kubectl.out('exec web -- hostname')).to.equal('web\n');
    expect(await kubectl.out('exec deploy/hosts -- hostname')).to.match(/^hosts-/);
  });

  it('ends with the exit code of the command', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web'), 30_000);
    const { exitCode, stderr } = await kubectl.run('exec web -- sh -c "exit 3"');
    expect(exitCode).to.equal(3);
    expect(stderr).to.contain('command terminated with exit code 3\n');
  });

  it('warns of a terminal that is none, and of a missing --', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web'), 30_000);
    expect((await kubectl.run('exec -it web -- hostname')).stderr).to.equal(
      'Unable to use a TTY - input is not a terminal or the right kind of file\n',
    );
    expect((await kubectl.run('exec -it web -- hostname', { isTerminal: true })).stderr).to.equal('');
    expect((await kubectl.run('exec web hostname')).stderr).to.contain('is DEPRECATED');
  });

  it("fails in kubectl's words", async () => {
    const kubectl = kubectlOnSimulator();
    expect(await kubectl.fails('exec')).to.equal('error: pod, type/name or --filename must be specified\n');
    expect(await kubectl.fails('exec web')).to.equal(
      'error: you must specify at least one command for the container\n',
    );
    expect(await kubectl.fails('exec nope -- date')).to.equal(
      'Error from server (NotFound): pods "nope" not found\n',
    );
  });
});

describe('kubectl logs', () => {
  it("fails in kubectl's words", async () => {
    const kubectl = kubectlOnSimulator();
    expect(await kubectl.fails('logs')).to.equal(
      "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples\n",
    );
    expect(await kubectl.fails('logs nope')).to.equal(
      'Error from server (NotFound): pods "nope" not found\n',
    );
  });

  it('wants a container of a pod of several', async () => {
    const kubectl = kubectlOnSimulator();
    const two = [
      { name: 'one', image: 'nginx:1.19' },
      { name: 'two', image: 'nginx:1.19' },
    ];
    await put(kubectl, podNamed('web', {}, two), 30_000);
    expect(await kubectl.fails('logs web')).to.equal(
      'error: a container name must be specified for pod web, choose one of: [one two]\n',
    );
    expect(await kubectl.fails('logs web -c three')).to.equal(
      'error: container three is not valid for pod web\n',
    );
    expect((await kubectl.run('logs web one')).exitCode).to.equal(0);
  });
});

describe('kubectl top', () => {
  it('says by its version that nobody measures', async () => {
    expect(await kubectlOnSimulator().fails('top pods')).to.equal('error: Metrics API not available\n');
    expect(await kubectlOnSimulator({}, '1.18.4').fails('top pods')).to.equal(
      'Error from server (NotFound): the server could not find the requested resource (get services http:heapster:)\n',
    );
  });

  it('prints its help without a subcommand', async () => {
    expect(await kubectlOnSimulator().fails('top')).to.match(
      /^Display Resource[^]*\nAvailable Commands:\n {2}node {8}Display [^]*\nUsage:\n {2}kubectl top \[flags\] \[options\]\n/,
    );
  });
});

describe('kubectl api-resources', () => {
  it('lists each resource once, by group and name', async () => {
    const rows = (await kubectlOnSimulator().out('api-resources --no-headers')).trimEnd().split('\n');
    expect(rows[0]).to.match(/^bindings +v1 +true +Binding$/);
    expect(
      new Set(
        rows.map(
          (row) => `${row.split(/ +/)[0]!} ${row.split(/ +/).at(-1)!} ${/\S+\/v\S+/.exec(row)?.[0] ?? ''}`,
        ),
      ).size,
    ).to.equal(rows.length);
    expect(await kubectlOnSimulator().fails('api-resources nope')).to.equal(
      "error: unexpected arguments: [nope]\nSee 'kubectl api-resources -h' for help and examples\n",
    );
  });
});
