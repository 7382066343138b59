import { expect } from 'chai';
import { deploymentNamed, kubectlOnSimulator, podNamed, put } from '../kubectl-on-simulator.ts';

describe('kubectl delete', () => {
  it('waits until the pod is gone', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web'));
    const before = kubectl.backend.clock.now();
    expect(await kubectl.out('delete pod web')).to.equal('pod "web" deleted\n');
    expect(kubectl.backend.clock.now()).to.be.greaterThan(before);
    expect(await kubectl.fails('get pod web')).to.equal(
      'Error from server (NotFound): pods "web" not found\n',
    );
  });

  it('does not wait with --wait=false', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web'));
    await kubectl.out('delete pod web --wait=false');
    expect(await kubectl.out('get pod web --no-headers')).to.match(/Terminating/);
  });

  it('gives up after --timeout', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web'));
    await kubectl.out(
      'patch pod web -p {"metadata":{"finalizers":["example.com/kept"]}}'.replace(/\{.*/, "'$&'"),
    );
    const { exitCode, stdout, stderr } = await kubectl.run('delete pod web --timeout=60s');
    expect({ exitCode, stdout, stderr }).to.deep.equal({
      exitCode: 1,
      stdout: 'pod "web" deleted\n',
      stderr: 'error: timed out waiting for the condition on pods/web\n',
    });
  });

  it('deletes by selector, by file and all', async () => {
    const kubectl = kubectlOnSimulator({
      '/root/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: c}\n',
    });
    for (const name of ['a', 'b', 'c', 'd']) await put(kubectl, podNamed(name, { app: name }), 0);
    expect(await kubectl.out("delete pods -l 'app in (a,b)'")).to.equal('pod "a" deleted\npod "b" deleted\n');
    expect(await kubectl.out('delete -f pod.yaml -o name')).to.equal('pod/c\n');
    expect(await kubectl.out('delete pods --all --dry-run=client')).to.equal('pod "d" deleted (dry run)\n');
    expect(await kubectl.out('delete pods --all')).to.equal('pod "d" deleted\n');
    expect(await kubectl.out('delete pods --all')).to.equal('No resources found\n');
    expect(await kubectl.fails('delete -f pod.yaml')).to.equal(
      'Error from server (NotFound): error when deleting "pod.yaml": pods "c" not found\n',
    );
  });

  it('leaves replica sets and pods of a deployment with --cascade=orphan', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, deploymentNamed('web', 2));
    await kubectl.out('delete deployment web --cascade=orphan');
    expect((await kubectl.out('get rs -o name')).split('\n')).to.have.length(2);
    const old = kubectlOnSimulator({}, '1.19.0');
    expect(await old.fails('delete deployment web --cascade=orphan')).to.contain('strconv.ParseBool');
  });

  it('names the namespace since 1.34', async () => {
    const kubectl = kubectlOnSimulator({}, '1.34.0');
    await put(kubectl, podNamed('web'), 0);
    const { stdout, stderr } = await kubectl.run('delete pod web --force');
    expect(stdout).to.equal('pod "web" force deleted from default namespace\n');
    expect(stderr).to.match(/^Warning: Immediate deletion does not wait/);
  });

  it('refuses flags that contradict each other', async () => {
    const kubectl = kubectlOnSimulator();
    expect(await kubectl.fails('delete pod web --now --grace-period=3')).to.equal(
      'error: --now and --grace-period cannot be specified together\n',
    );
    expect(await kubectl.fails('delete pod web --force --grace-period=3')).to.equal(
      'error: --force and --grace-period greater than 0 cannot be specified together\n',
    );
    expect(await kubectl.fails('delete pod web -o yaml')).to.equal(
      "error: unexpected -o output mode: yaml. We only support '-o name'\n",
    );
    expect(await kubectl.fails('delete pod web --cascade=never')).to.equal(
      'error: invalid cascade value (never). Must be "background", "foreground", or "orphan"\n',
    );
  });
});
