/** The replica set and replication controllers, over a fake cluster. */
import { expect } from 'chai';
import type { KubeObject, ReplicaSet } from '../../../../src/kube/index.ts';
import {
  replicaSetController,
  replicationControllerController,
} from '../../../../src/simulator/controllers/replicaset/index.ts';
import { FakeCluster } from '../fake-cluster.ts';
import { isLeaving, podsOf, reap, runToRest, setPhase, setReady } from '../fake-kubelet.ts';
import { templateOf, worldAt } from '../deployment/deployment-cluster.ts';

const replicaSetOf = (replicas: number, spec: Partial<ReplicaSet['spec']> = {}): ReplicaSet => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web', namespace: 'default', uid: 'rs1', generation: 1 },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: templateOf('nginx'), ...spec },
});

const start = (replicas: number, spec?: Partial<ReplicaSet['spec']>): FakeCluster => {
  const cluster = new FakeCluster({ checksVersions: true });
  cluster.put('replicasets.apps', replicaSetOf(replicas, spec));
  cluster.start(replicaSetController.create(worldAt('1.20')));
  return cluster;
};

const statusOf = (cluster: FakeCluster) =>
  (cluster.get('replicasets.apps', 'default', 'web') as ReplicaSet).status;

const scaleTo = (cluster: FakeCluster, replicas: number): void => {
  cluster.edit('replicasets.apps', 'default', 'web', (object: ReplicaSet) => ({
    ...object,
    spec: { ...object.spec, replicas },
  }));
};

const loosePod = (name: string, labels: Record<string, string>): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels },
    spec: { containers: [], nodeName: 'w1' },
    status: { phase: 'Running' },
  }) as KubeObject;

describe('replica set controller', () => {
  it('creates its pods, owned and named after it, and tells of each', () => {
    const cluster = start(2);
    cluster.settle();
    const pods = podsOf(cluster);
    expect(pods.map(({ metadata }) => metadata.generateName)).to.deep.equal(['web-', 'web-']);
    expect(pods[0]!.metadata.ownerReferences).to.deep.equal([
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'web',
        uid: 'rs1',
        controller: true,
        blockOwnerDeletion: true,
      },
    ]);
    expect(cluster.events).to.deep.equal(
      pods.map(({ metadata }) => `Normal SuccessfulCreate Created pod: ${metadata.name}`),
    );
    expect(statusOf(cluster)).to.deep.equal({ replicas: 2, fullyLabeledReplicas: 2, observedGeneration: 1 });
  });

  it('replaces pods that are deleted or have ended', () => {
    const cluster = start(3);
    runToRest(cluster);
    const [first, second] = podsOf(cluster);
    cluster.remove('pods', 'default', first!.metadata.name);
    setPhase(cluster, second!, 'Failed');
    runToRest(cluster);
    expect(podsOf(cluster)).to.have.lengthOf(4);
    expect(statusOf(cluster)).to.include({ replicas: 3, readyReplicas: 3, availableReplicas: 3 });
  });

  it('scales down by deleting, and tells of each', () => {
    const cluster = start(4);
    runToRest(cluster);
    scaleTo(cluster, 1);
    cluster.settle();
    expect(podsOf(cluster).filter(isLeaving)).to.have.lengthOf(3);
    expect(
      cluster.events.filter((event) => event.includes('SuccessfulDelete Deleted pod: web-')),
    ).to.have.lengthOf(3);
    reap(cluster);
    cluster.settle();
    expect(statusOf(cluster)).to.include({ replicas: 1, observedGeneration: 2 });
  });

  it('starts slowly: a batch with failures is the last', () => {
    const cluster = start(20);
    cluster.refuse = (action) => (action.do === 'create' ? 'exceeded quota' : undefined);
    cluster.step();
    expect(cluster.events).to.deep.equal([
      'Warning FailedCreate Error creating: Internal error occurred: exceeded quota',
    ]);
    expect(statusOf(cluster)?.conditions?.[0]).to.include({ type: 'ReplicaFailure', reason: 'FailedCreate' });
    let created = 0;
    cluster.refuse = (action) => (action.do === 'create' && ++created > 5 ? 'exceeded quota' : undefined);
    cluster.nowMs += 1000;
    cluster.step();
    // 1 + 2 went well, of the next 4 two did not.
    expect(created).to.equal(7);
    expect(podsOf(cluster)).to.have.lengthOf(5);
    cluster.refuse = () => undefined;
    runToRest(cluster);
    expect(podsOf(cluster)).to.have.lengthOf(20);
    expect(statusOf(cluster)).not.to.have.property('conditions');
  });

  it('creates no more than 500 pods in one pass', () => {
    const cluster = start(1200);
    cluster.step();
    expect(podsOf(cluster)).to.have.lengthOf(500);
    cluster.settle();
    expect(podsOf(cluster)).to.have.lengthOf(1200);
  });

  it('adopts orphans that match, and releases what no longer does', () => {
    const cluster = start(2);
    cluster.put('pods', loosePod('stray', { app: 'web' }));
    cluster.put('pods', loosePod('other', { app: 'other' }));
    cluster.settle();
    expect(podsOf(cluster)).to.have.lengthOf(3);
    expect(cluster.get('pods', 'default', 'stray').metadata.ownerReferences[0].uid).to.equal('rs1');
    cluster.edit('pods', 'default', 'stray', (pod: KubeObject) => ({
      ...pod,
      metadata: { ...pod.metadata, labels: { app: 'debug' } },
    }));
    cluster.settle();
    expect(cluster.get('pods', 'default', 'stray').metadata.ownerReferences).to.deep.equal([]);
    expect(cluster.ownedBy('pods', 'rs1')).to.have.lengthOf(2);
    expect(cluster.get('pods', 'default', 'other').metadata.ownerReferences).to.equal(undefined);
  });

  it('does nothing but count while it is being deleted', () => {
    const cluster = start(2);
    runToRest(cluster);
    const deletionTimestamp = '2021-01-20T12:00:00Z';
    const current = cluster.get('replicasets.apps', 'default', 'web');
    cluster.put('replicasets.apps', { ...current, metadata: { ...current.metadata, deletionTimestamp } });
    cluster.remove('pods', 'default', podsOf(cluster)[0]!.metadata.name);
    cluster.settle();
    expect(podsOf(cluster)).to.have.lengthOf(1);
    expect(statusOf(cluster)).to.include({ replicas: 1 });
  });

  it('counts again one by one when the labels it asks for change', () => {
    const cluster = start(2);
    runToRest(cluster);
    cluster.edit('replicasets.apps', 'default', 'web', (object: ReplicaSet) => ({
      ...object,
      spec: {
        ...object.spec,
        template: { ...templateOf('nginx'), metadata: { labels: { app: 'web', tier: 'new' } } },
      },
    }));
    cluster.settle();
    expect(statusOf(cluster)).to.deep.equal({
      replicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      observedGeneration: 2,
    });
  });

  it('does not wake for changes of a pod that tell it nothing', () => {
    const cluster = start(2);
    runToRest(cluster);
    const [pod] = podsOf(cluster);
    cluster.put('pods', { ...pod, status: { ...pod!.status, podIP: '10.0.0.1' } });
    expect(cluster.step()).to.equal(false);
    setReady(cluster, podsOf(cluster)[0]!, false);
    expect(cluster.step()).to.equal(true);
  });
});

describe('replication controller', () => {
  it('keeps its pods by a plain map of labels', () => {
    const cluster = new FakeCluster();
    cluster.put('replicationcontrollers', {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'old', namespace: 'default', uid: 'rc1', generation: 1 },
      spec: { replicas: 2, selector: { app: 'web' }, template: templateOf('nginx') },
    });
    cluster.start(replicationControllerController.create(worldAt('1.20')));
    runToRest(cluster);
    expect(podsOf(cluster).map(({ metadata }) => metadata.ownerReferences?.[0]?.kind)).to.deep.equal([
      'ReplicationController',
      'ReplicationController',
    ]);
    expect(cluster.get('replicationcontrollers', 'default', 'old').status).to.include({
      replicas: 2,
      readyReplicas: 2,
    });
  });
});
