import { expect } from 'chai';
import { deploymentNamed, kubectlOnSimulator, podNamed, put } from '../kubectl-on-simulator.ts';

describe('kubectl describe', () => {
  it('fetches what belongs to a deployment', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, deploymentNamed('web', 2), 30_000);
    const text = await kubectl.out('describe deployment web');
    expect(text).to.match(/^Replicas: +2 desired \| 2 updated \| 2 total \| 2 available \| 0 unavailable$/m);
    expect(text).to.match(/^OldReplicaSets: +<none>\nNewReplicaSet: +web-\w+ \(2\/2 replicas created\)$/m);
    expect(text).to.match(
      /^ {2}Normal +ScalingReplicaSet +30s +deployment-controller +Scaled up replica set web-\w+ to 2$/m,
    );
  });

  it("fetches a node's pods and lease, and a pod's Events", async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web'), 30_000);
    const [node] = (await kubectl.out('get pod web -o jsonpath={.spec.nodeName}')).split('\n');
    const text = await kubectl.out(`describe node ${node!}`);
    expect(text).to.match(new RegExp(`^Lease:\\n {2}HolderIdentity: +${node!}$`, 'm'));
    expect(text).to.match(/^ {2}default +web +0 \(0%\)/m);
    const events = (await kubectl.out('describe pod web')).split('Events:\n')[1]!;
    expect(events.split('\n').map((line) => line.trim().split(/ {2,}/)[1])).to.include.members([
      'Reason',
      'Scheduled',
      'Started',
    ]);
  });

  it('takes a prefix of names, each with an empty line after it, and parts several by two', async () => {
    const kubectl = kubectlOnSimulator();
    await put(kubectl, podNamed('web-a'), 0);
    await put(kubectl, podNamed('web-b'), 0);
    const names = (text: string): string[] =>
      text.split('\n\n\n').map((part) => /^Name: +(\S+)/.exec(part)![1]!);
    const matching = await kubectl.out('describe pod web');
    expect([...matching.matchAll(/^Name: +(\S+)/gm)].map((found) => found[1])).to.deep.equal([
      'web-a',
      'web-b',
    ]);
    expect(matching).to.match(/[^\n]\n\nName: +web-b/);
    expect(matching).to.match(/[^\n]\n\n$/);
    expect(names(await kubectl.out('describe pods web-b web-a'))).to.deep.equal(['web-b', 'web-a']);
  });

  it("fails in kubectl's words", async () => {
    const kubectl = kubectlOnSimulator();
    expect(await kubectl.fails('describe pod nope')).to.equal(
      'Error from server (NotFound): pods "nope" not found\n',
    );
    expect(await kubectl.fails('describe')).to.equal(
      'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
    );
    expect((await kubectl.run('describe pods')).stderr).to.equal(
      'No resources found in default namespace.\n',
    );
  });
});
