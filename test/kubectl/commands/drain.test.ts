import { expect } from 'chai';
import { deploymentNamed, kubectlOnSimulator, podNamed, put } from '../kubectl-on-simulator.ts';
import type { Kubectl } from '../kubectl-on-simulator.ts';

const nodeOf = (kubectl: Kubectl, pod: string): Promise<string> =>
  kubectl.out(`get pod ${pod} -o jsonpath={.spec.nodeName}`);

describe('kubectl cordon, uncordon and drain', () => {
  it('marks nodes', async () => {
    const kubectl = kubectlOnSimulator();
    expect(await kubectl.out('cordon w1-k8s')).to.equal('node/w1-k8s cordoned\n');
    expect(await kubectl.out('cordon w1-k8s')).to.equal('node/w1-k8s already cordoned\n');
    expect(await kubectl.out('get node w1-k8s --no-headers')).to.match(/Ready,SchedulingDisabled/);
    expect(await kubectl.out('uncordon w1-k8s w2-k8s')).to.equal(
      'node/w1-k8s uncordoned\nnode/w2-k8s already uncordoned\n',
    );
    expect(await kubectl.fails('cordon w1-k8s -l a=b')).to.contain(
      'error: cannot specify both a node name and a --selector option',
    );
  });

  it('evicts what a deployment will make anew elsewhere', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, deploymentNamed('web', 1));
    const pod = (await kubectl.out('get pods -o jsonpath={.items[0].metadata.name}')).trim();
    const node = await nodeOf(kubectl, pod);
    expect(await kubectl.out(`drain ${node}`)).to.equal(
      `node/${node} cordoned\nevicting pod default/${pod}\npod/${pod} evicted\nnode/${node} evicted\n`,
    );
    expect(await kubectl.out('get pods --no-headers')).to.not.contain(pod);
  });

  it('refuses pods that nothing would make anew, unless forced', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('alone'));
    const node = await nodeOf(kubectl, 'alone');
    const { stdout, stderr } = await kubectl.run(`drain ${node}`);
    expect(stdout).to.equal(`node/${node} cordoned\n`);
    expect(stderr).to.equal(
      `error: unable to drain node "${node}", aborting command...\n\nThere are pending nodes to be drained:\n ${node}\n` +
        'error: cannot delete Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet (use --force to override): default/alone\n',
    );
    const forced = await kubectl.run(`drain ${node} --force`);
    expect(forced.stderr).to.equal(
      'WARNING: deleting Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet: default/alone\n',
    );
    expect(forced.stdout).to.equal(
      `node/${node} already cordoned\nevicting pod default/alone\npod/alone evicted\nnode/${node} evicted\n`,
    );
  });

  it('goes on after a failure since 1.23', async () => {
    const kubectl = kubectlOnSimulator({}, '1.24.0');
    await put(kubectl, podNamed('alone'));
    const node = await nodeOf(kubectl, 'alone');
    expect((await kubectl.run(`drain ${node}`)).stderr).to.match(
      new RegExp(
        `^error: unable to drain node "${node}" due to error:cannot delete Pods declare no controller `,
      ),
    );
  });

  it('tries again while a budget forbids the eviction, until --timeout', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, deploymentNamed('web', 1));
    await kubectl.out('create pdb web --selector=app=web --min-available=1');
    await kubectl.backend.clock.sleep(5000);
    const pod = await kubectl.out('get pods -o jsonpath={.items[0].metadata.name}');
    const node = await nodeOf(kubectl, pod);
    const { exitCode, stderr } = await kubectl.run(`drain ${node} --timeout=12s`);
    expect(exitCode).to.equal(1);
    const retry = `error when evicting pods/"${pod}" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.\n`;
    expect(stderr.split(retry)).to.have.length(4);
    expect(stderr).to.contain('global timeout reached: 12s\n');
  });

  it('deletes instead with --disable-eviction', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, deploymentNamed('web', 1));
    const pod = await kubectl.out('get pods -o jsonpath={.items[0].metadata.name}');
    const node = await nodeOf(kubectl, pod);
    expect(await kubectl.out(`drain ${node} --disable-eviction`)).to.equal(
      `node/${node} cordoned\npod/${pod} deleted\nnode/${node} deleted\n`,
    );
  });
});
