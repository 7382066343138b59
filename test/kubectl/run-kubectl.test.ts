import { expect } from 'chai';
import { kubectlOnSimulator, podNamed, put } from './kubectl-on-simulator.ts';

describe('runKubectl', () => {
  it('suggests a command for an unknown one', async () => {
    const kubectl = kubectlOnSimulator();
    expect(await kubectl.fails('nope')).to.equal(
      `Error: unknown command "nope" for "kubectl"\n\nDid you mean this?\n\ttop\n\nRun 'kubectl --help' for usage.\n`,
    );
    expect(await kubectl.fails('kubectl convert')).to.equal(
      `Error: unknown command "convert" for "kubectl"\nRun 'kubectl --help' for usage.\n`,
    );
    expect(await kubectl.fails('kubectl --nope -n default nope')).to.equal(
      'Error: flags cannot be placed before plugin name: --nope\n',
    );
    expect(await kubectl.fails('kubectl proxy')).to.contain(`does not have the command "proxy"`);
  });

  it('takes global flags before and after the command', async () => {
    const kubectl = kubectlOnSimulator();
    expect((await kubectl.run('kubectl -n kube-system get pods')).stderr).to.equal(
      'No resources found in kube-system namespace.\n',
    );
    expect((await kubectl.run('kubectl get --namespace=kube-system pods --v=6')).stderr).to.equal(
      'No resources found in kube-system namespace.\n',
    );
  });

  it('prints flag errors as "error:" from 1.23 on', async () => {
    expect(await kubectlOnSimulator({}, '1.23').fails('get pods --nope')).to.equal(
      "error: unknown flag: --nope\nSee 'kubectl get --help' for usage.\n",
    );
  });

  it('goes on after && only when all is well, and after ; in any case', async () => {
    const kubectl = kubectlOnSimulator();
    const failed = await kubectl.run('get pod nope && get svc -o name');
    expect(failed.exitCode).to.equal(1);
    expect(failed.stdout).to.equal('');
    const both = await kubectl.run('get pod nope; get svc -o name && version --client --short');
    expect(both.exitCode).to.equal(0);
    expect(both.stdout).to.equal('service/kubernetes\nClient Version: v1.20.2\n');
  });

  it('pipes stdout into filters, not stderr', async () => {
    const kubectl = kubectlOnSimulator();
    const pieces: string[] = [];
    const { stdout, stderr, exitCode } = await kubectl.run("get svc,pod/nope | awk '{print $1}'", {
      onOutput: (_, text) => pieces.push(text),
    });
    expect({ stdout, exitCode }).to.deep.equal({ stdout: '', exitCode: 0 });
    expect(stderr).to.contain('error: arguments in resource/name form must have a single resource and name');
    expect((await kubectl.run('get svc | grep -c kubernetes')).stdout).to.equal('1\n');
    expect(pieces).to.deep.equal([stderr]);
  });

  it('pipes one kubectl into another', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web'), 0);
    const { stdout } = await kubectl.run('get pod web -o yaml | kubectl get -f - -o name');
    expect(stdout).to.equal('pod/web\n');
  });

  it('runs words that were taken apart already', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web'), 0);
    const { api, clock } = kubectl.backend;
    const { runKubectl } = await import('../../src/kubectl/index.ts');
    expect(
      (await runKubectl(['get', 'pods', '-o', 'jsonpath={.items[0].metadata.name}'], { api, clock })).stdout,
    ).to.equal('web');
  });
});
