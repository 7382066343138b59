/** Tests of what becomes of nodes that fall silent, and of their pods. */
import { expect } from 'chai';
import { nodeController, taintController } from '../../../src/simulator/controllers/node-lifecycle/index.ts';
import { zoneStateOf, ZoneQueue } from '../../../src/simulator/controllers/node-lifecycle/zone-disruption.ts';
import { must, realCluster } from './real-cluster.ts';

const start = () => {
  const cluster = realCluster({ controllers: [nodeController, taintController] });
  for (const name of ['w1', 'w2', 'w3']) {
    cluster.node(name);
    cluster.startBeating(name);
  }
  cluster.pod('a', { nodeName: 'w1' });
  cluster.setStatus('a', '172.16.0.1', true);
  return cluster;
};

const taintsOf = (cluster: ReturnType<typeof start>, name: string): string[] =>
  (must(cluster.api.get('nodes', undefined, name)).spec.taints ?? []).map(
    ({ key, effect }) => `${key}:${effect}`,
  );

describe('the node lifecycle controller', () => {
  it('leaves nodes alone that are heard of', () => {
    const cluster = start();
    cluster.run(600_000);
    expect(taintsOf(cluster, 'w1')).deep.equal([]);
    expect(cluster.events()).deep.equal([]);
  });

  it('marks a silent node after 40 s, its pods as not ready, and evicts them 300 s later', () => {
    const cluster = start();
    cluster.run(30_000);
    cluster.stopBeating('w1');
    cluster.run(35_000);
    expect(taintsOf(cluster, 'w1')).deep.equal([]);
    cluster.run(25_000);
    const node = must(cluster.api.get('nodes', undefined, 'w1'));
    const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
    expect(ready).include({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    expect(taintsOf(cluster, 'w1')).deep.equal([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    expect(cluster.get('a').status?.conditions?.find(({ type }) => type === 'Ready')?.status).equal('False');
    expect(cluster.events()).have.members([
      'Normal NodeNotReady w1: Node w1 status is now: NodeNotReady',
      'Warning NodeNotReady a: Node is not ready',
    ]);
    expect(cluster.get('a').metadata.deletionTimestamp).equal(undefined);
    cluster.run(300_000);
    expect(cluster.get('a').metadata.deletionTimestamp).a('string');
    expect(cluster.events()).include('Normal TaintManagerEviction a: Marking for deletion Pod default/a');
  });

  it('does not come to rest while a node is silent and not yet marked', () => {
    const cluster = start();
    cluster.run(30_000);
    cluster.stopBeating('w1');
    cluster.world.markChange();
    cluster.run(20_000);
    expect(cluster.time.isAtRest).equal(false);
  });

  it('cancels the eviction when the node comes back', () => {
    const cluster = start();
    cluster.run(20_000);
    cluster.stopBeating('w1');
    cluster.run(100_000);
    const node = must(cluster.api.get('nodes', undefined, 'w1'));
    const conditions = node.status?.conditions?.map((condition) => ({
      ...condition,
      status: condition.type === 'Ready' ? 'True' : 'False',
      lastHeartbeatTime: cluster.world.nowTime(),
    }));
    const patch = { status: { conditions } };
    const user = { user: 'kubelet', subresource: 'status' };
    must(cluster.api.patch('nodes', undefined, 'w1', 'strategic-merge-patch+json', patch, user));
    cluster.startBeating('w1');
    cluster.run(10_000);
    expect(taintsOf(cluster, 'w1')).deep.equal([]);
    expect(cluster.events()).include('Normal TaintManagerEviction a: Cancelling deletion of Pod default/a');
    cluster.run(600_000);
    expect(cluster.get('a').metadata.deletionTimestamp).equal(undefined);
  });

  it('evicts nothing when all nodes are silent', () => {
    const cluster = start();
    for (const name of ['w1', 'w2', 'w3']) cluster.stopBeating(name);
    cluster.run(600_000);
    expect(taintsOf(cluster, 'w1')).deep.equal(['node.kubernetes.io/unreachable:NoSchedule']);
    expect(cluster.get('a').metadata.deletionTimestamp).equal(undefined);
  });

  it('taints a cordoned node, and takes the taint back', () => {
    const cluster = start();
    const cordon = (unschedulable: boolean | null) =>
      must(
        cluster.api.patch(
          'nodes',
          undefined,
          'w2',
          'merge-patch+json',
          { spec: { unschedulable } },
          { user: 'kubectl' },
        ),
      );
    cordon(true);
    cluster.run(1000);
    expect(taintsOf(cluster, 'w2')).deep.equal(['node.kubernetes.io/unschedulable:NoSchedule']);
    cordon(null);
    cluster.run(1000);
    expect(taintsOf(cluster, 'w2')).deep.equal([]);
  });

  it('evicts at once what does not tolerate a NoExecute taint', () => {
    const cluster = start();
    const taints = [{ key: 'gone', effect: 'NoExecute' }];
    must(
      cluster.api.patch(
        'nodes',
        undefined,
        'w1',
        'merge-patch+json',
        { spec: { taints } },
        { user: 'kubectl' },
      ),
    );
    cluster.run(1000);
    expect(cluster.get('a').metadata.deletionTimestamp).a('string');
  });

  it('greets a node that joins later', () => {
    const cluster = start();
    cluster.run(10_000);
    cluster.node('w4');
    cluster.run(10_000);
    expect(cluster.events()).include(
      'Normal RegisteredNode w4: Node w4 event: Registered Node w4 in Controller',
    );
  });
});

describe('zones', () => {
  const ready = { type: 'Ready', status: 'True' } as const;
  const silent = { type: 'Ready', status: 'Unknown' } as const;
  it('are disrupted in part when more than two nodes and 55 % of them are silent', () => {
    expect(zoneStateOf([ready, silent, silent])).equal('Normal');
    expect(zoneStateOf([ready, silent, silent, silent])).equal('PartialDisruption');
    expect(zoneStateOf([silent])).equal('FullDisruption');
  });
  it('taint one node each ten seconds', () => {
    const queue = new ZoneQueue();
    for (const name of ['w1', 'w2']) queue.add(name);
    expect(queue.take(1_000)).deep.equal({ names: ['w1'], nextInMs: 10_000 });
    expect(queue.take(11_000)).deep.equal({ names: ['w2'], nextInMs: undefined });
  });
});
