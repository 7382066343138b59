/** The stateful set controller, over a fake cluster. */
import { expect } from 'chai';
import type { KubeObject, StatefulSet } from '../../../../src/kube/index.ts';
import { statefulSetController } from '../../../../src/simulator/controllers/statefulset/index.ts';
import { FakeCluster } from '../fake-cluster.ts';
import { isLeaving, podsOf, reap, runToRest, setPhase, setReady } from '../fake-kubelet.ts';
import { templateOf, worldAt } from '../deployment/deployment-cluster.ts';

const start = (spec: Partial<StatefulSet['spec']> = {}, version = '1.20'): FakeCluster => {
  const cluster = new FakeCluster({ checksVersions: true });
  cluster.put('statefulsets.apps', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'default', uid: 's1', generation: 1 },
    spec: {
      replicas: 3,
      serviceName: 'db',
      selector: { matchLabels: { app: 'web' } },
      template: templateOf('db:1'),
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      revisionHistoryLimit: 10,
      ...spec,
    },
  });
  cluster.start(statefulSetController.create(worldAt(version)));
  return cluster;
};

const names = (cluster: FakeCluster): string[] => podsOf(cluster).map(({ metadata }) => metadata.name);
const setIn = (cluster: FakeCluster): StatefulSet => cluster.get('statefulsets.apps', 'default', 'db');
const images = (cluster: FakeCluster): Record<string, string | undefined> =>
  Object.fromEntries(podsOf(cluster).map(({ metadata, spec }) => [metadata.name, spec.containers[0]?.image]));

const edit = (cluster: FakeCluster, change: Partial<StatefulSet['spec']>): void => {
  cluster.edit('statefulsets.apps', 'default', 'db', (set: StatefulSet) => ({
    ...set,
    spec: { ...set.spec, ...change },
  }));
};

describe('stateful set controller', () => {
  it('creates pods in order, each when the one before is ready', () => {
    const cluster = start();
    cluster.settle();
    expect(names(cluster)).to.deep.equal(['db-0']);
    cluster.advance(60_000);
    expect(names(cluster)).to.deep.equal(['db-0']);
    setReady(cluster, podsOf(cluster)[0]!, true);
    cluster.settle();
    expect(names(cluster)).to.deep.equal(['db-0', 'db-1']);
    runToRest(cluster);
    expect(names(cluster)).to.deep.equal(['db-0', 'db-1', 'db-2']);
    const { metadata, spec } = podsOf(cluster)[1]!;
    expect(metadata.labels).to.include({ 'statefulset.kubernetes.io/pod-name': 'db-1' });
    expect(metadata.generateName, 'as every controller says it').to.equal('db-');
    expect([spec.hostname, spec.subdomain]).to.deep.equal(['db-1', 'db']);
    expect(cluster.events[0]).to.equal(
      'Normal SuccessfulCreate create Pod db-0 in StatefulSet db successful',
    );
    const { currentRevision, ...status } = setIn(cluster).status!;
    expect(currentRevision).to.equal(status.updateRevision);
    expect(status).to.include({ replicas: 3, readyReplicas: 3, currentReplicas: 3, updatedReplicas: 3 });
  });

  it('creates all at once when parallel', () => {
    const cluster = start({ podManagementPolicy: 'Parallel' });
    cluster.settle();
    expect(names(cluster)).to.deep.equal(['db-0', 'db-1', 'db-2']);
  });

  it('scales down from the last, one at a time', () => {
    const cluster = start();
    runToRest(cluster);
    edit(cluster, { replicas: 1 });
    cluster.settle();
    expect(
      podsOf(cluster)
        .filter(isLeaving)
        .map(({ metadata }) => metadata.name),
    ).to.deep.equal(['db-2']);
    reap(cluster);
    cluster.settle();
    expect(
      podsOf(cluster)
        .filter(isLeaving)
        .map(({ metadata }) => metadata.name),
    ).to.deep.equal(['db-1']);
    runToRest(cluster);
    expect(names(cluster)).to.deep.equal(['db-0']);
  });

  it('updates from the last down to the partition', () => {
    const cluster = start({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } });
    runToRest(cluster);
    edit(cluster, { template: templateOf('db:2') });
    runToRest(cluster);
    expect(images(cluster)).to.deep.equal({ 'db-0': 'db:1', 'db-1': 'db:2', 'db-2': 'db:2' });
    const { status } = setIn(cluster);
    expect(status?.currentRevision).not.to.equal(status?.updateRevision);
    cluster.remove('pods', 'default', 'db-0');
    runToRest(cluster);
    expect(images(cluster)['db-0']).to.equal('db:1');
    edit(cluster, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } });
    runToRest(cluster);
    expect(images(cluster)['db-0']).to.equal('db:2');
    expect(setIn(cluster).status?.currentRevision).to.equal(setIn(cluster).status?.updateRevision);
  });

  it('with OnDelete waits for pods to be deleted', () => {
    const cluster = start({ updateStrategy: { type: 'OnDelete' } });
    runToRest(cluster);
    edit(cluster, { template: templateOf('db:2') });
    runToRest(cluster);
    expect(new Set(Object.values(images(cluster)))).to.deep.equal(new Set(['db:1']));
    cluster.remove('pods', 'default', 'db-1');
    runToRest(cluster);
    expect(images(cluster)['db-1']).to.equal('db:2');
  });

  it('creates a claim for each pod, and keeps it when the pod goes', () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'] },
    } as KubeObject;
    const cluster = start({ replicas: 2, volumeClaimTemplates: [claim] });
    runToRest(cluster);
    const claims = () => cluster.list('persistentvolumeclaims').map(({ metadata }) => metadata.name);
    expect(claims()).to.deep.equal(['data-db-0', 'data-db-1']);
    expect(podsOf(cluster)[0]!.spec.volumes).to.deep.equal([
      { name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } },
    ]);
    expect(cluster.events[0]).to.equal(
      'Normal SuccessfulCreate create Claim data-db-0 Pod db-0 in StatefulSet db success',
    );
    edit(cluster, { replicas: 0 });
    runToRest(cluster);
    expect(names(cluster)).to.deep.equal([]);
    expect(claims()).to.deep.equal(['data-db-0', 'data-db-1']);
  });

  it('deletes a failed pod and makes it anew', () => {
    const cluster = start({ replicas: 1 });
    runToRest(cluster);
    setPhase(cluster, podsOf(cluster)[0]!, 'Failed');
    cluster.settle();
    expect(cluster.events).to.include(
      'Warning RecreatingFailedPod StatefulSet default/db is recreating failed Pod db-0',
    );
    expect(podsOf(cluster)[0]!.status?.phase).to.equal('Pending');
    runToRest(cluster);
    expect(setIn(cluster).status).to.include({ replicas: 1, readyReplicas: 1 });
  });

  it('brings an old template back as a newer revision, and forgets those beyond the limit', () => {
    const cluster = start({ replicas: 1, revisionHistoryLimit: 1 });
    for (const image of ['db:2', 'db:1', 'db:3', 'db:4']) {
      runToRest(cluster);
      edit(cluster, { template: templateOf(image) });
    }
    runToRest(cluster);
    cluster.advance(10);
    const revisions = cluster.list('controllerrevisions.apps').map(({ revision }) => revision);
    expect(revisions).to.deep.equal([4, 5]);
  });

  it('counts available pods and numbers them by label where the version does', () => {
    const old = start({ replicas: 1 });
    runToRest(old);
    expect(setIn(old).status).not.to.have.property('availableReplicas');
    const recent = start({ replicas: 1 }, '1.28');
    runToRest(recent);
    expect(setIn(recent).status).to.include({ availableReplicas: 1 });
    expect(podsOf(recent)[0]!.metadata.labels).to.include({ 'apps.kubernetes.io/pod-index': '0' });
  });
});
