import { expect } from 'chai';
import { deploymentNamed, kubectlOnSimulator, podNamed, put } from '../kubectl-on-simulator.ts';

describe('kubectl label, annotate, taint, patch, expose, autoscale and wait', () => {
  it('labels and annotates', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web', { app: 'web' }), 0);
    expect(await kubectl.out('label pod web tier=front')).to.equal('pod/web labeled\n');
    expect(await kubectl.out('label pod web tier=front --overwrite')).to.equal('pod/web not labeled\n');
    expect(await kubectl.fails('label pod web tier=back')).to.equal(
      "error: 'tier' already has a value (front), and --overwrite is false\n",
    );
    expect(await kubectl.out('label pod web tier- nope-')).to.equal(
      'label "nope" not found.\npod/web labeled\n',
    );
    expect(await kubectl.out('label pods --all --list')).to.contain('app=web\n');
    expect(await kubectl.out('annotate pod web a=b')).to.equal('pod/web annotated\n');
    expect(await kubectl.fails('annotate pod web a=c')).to.equal(
      "error: --overwrite is false but found the following declared annotation(s): 'a' already has a value (b)\n",
    );
    expect(await kubectl.out('annotate pod web a-')).to.equal('pod/web annotated\n');
    const newer = kubectlOnSimulator({}, '1.24.0');
    await put(newer, podNamed('web', { app: 'web' }), 0);
    expect(await newer.out('label pod web app-')).to.equal('pod/web unlabeled\n');
  });

  it('taints', async () => {
    const kubectl = kubectlOnSimulator();
    expect(await kubectl.out('taint nodes w1-k8s a=b:NoSchedule')).to.equal('node/w1-k8s tainted\n');
    expect(await kubectl.out('taint nodes w1-k8s a-')).to.equal('node/w1-k8s untainted\n');
    expect(await kubectl.fails('taint nodes w1-k8s a=b:NoSchedule a-')).to.equal(
      'error: can not both modify and remove the following taint(s) in the same command: {"a":""}\n',
    );
    expect(await kubectl.fails('taint pods web a=b:NoSchedule')).to.equal(
      'error: invalid resource type pods, only node types are supported\n',
    );
  });

  it('patches', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, deploymentNamed('web', 1), 0);
    expect(await kubectl.out(`patch deploy web -p '{"spec":{"replicas":2}}'`)).to.equal(
      'deployment.apps/web patched\n',
    );
    expect(await kubectl.out(`patch deploy web --type=merge -p '{"spec":{"replicas":2}}'`)).to.equal(
      'deployment.apps/web patched (no change)\n',
    );
    expect(await kubectl.fails(`patch deploy web --type=odd -p '{}'`)).to.equal(
      'error: --type must be one of [json merge strategic], not "odd"\n',
    );
  });

  it('exposes and autoscales', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, deploymentNamed('web', 1), 0);
    expect(await kubectl.out('expose deployment web --type=NodePort --port=80 --name=np')).to.equal(
      'service/np exposed\n',
    );
    expect(await kubectl.fails('expose deployment web')).to.match(
      /^error: couldn't find port via --port flag/,
    );
    expect(await kubectl.out('autoscale deployment web --max=3')).to.equal(
      'horizontalpodautoscaler.autoscaling/web autoscaled\n',
    );
    expect(await kubectl.fails('autoscale deployment web --min=5 --max=3')).to.equal(
      'error: --max=MAXPODS must be larger or equal to --min=MINPODS, max: 3, min: 5\n',
    );
  });

  it('waits for conditions and for the end', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web'), 0);
    expect(await kubectl.out('wait pod/web --for=condition=Ready --timeout=60s')).to.equal(
      'pod/web condition met\n',
    );
    expect(await kubectl.fails('wait pod/web --for=condition=Odd')).to.equal(
      'error: timed out waiting for the condition on pods/web\n',
    );
    expect(await kubectl.fails(`wait pod/web --for=jsonpath='{.status.phase}'=Running`)).to.match(
      /^error: unrecognized condition: "jsonpath=/,
    );
    const newer = kubectlOnSimulator({}, '1.25.0');
    await put(newer, podNamed('web'), 0);
    expect(await newer.out(`wait pod/web --for=jsonpath='{.status.phase}'=Running --timeout=1m`)).to.equal(
      'pod/web condition met\n',
    );
    await kubectl.out('delete pod web --wait=false');
    expect(await kubectl.out('wait pod/web --for=delete')).to.equal('pod/web condition met\n');
  });
});

describe('kubectl commands that are refused', () => {
  it('say so after judging their arguments', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web'), 0);
    expect(await kubectl.fails('edit pod web')).to.match(/has no editor/);
    expect(await kubectl.fails('port-forward web 80')).to.match(/does not have the command "port-forward"/);
    expect((await kubectl.run('diff')).exitCode).to.equal(2);
    expect(await kubectl.out('auth can-i create pods')).to.equal('yes\n');
  });
});
