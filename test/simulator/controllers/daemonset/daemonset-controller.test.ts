/** The daemon set controller, over a fake cluster. */
import { expect } from 'chai';
import type { ControllerRevision, DaemonSet, Node, Pod } from '../../../../src/kube/index.ts';
import { daemonSetController } from '../../../../src/simulator/controllers/daemonset/index.ts';
import { targetNodeOf } from '../../../../src/simulator/controllers/daemonset/daemon-pod.ts';
import { FakeCluster } from '../fake-cluster.ts';
import { isLeaving, podsOf, reap, runToRest, setPhase, setReady } from '../fake-kubelet.ts';
import { templateOf, worldAt } from '../deployment/deployment-cluster.ts';

const generation = 'deprecated.daemonset.template.generation';

const nodeOf = (name: string, spec: Node['spec'] = {}, labels: Record<string, string> = {}): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
  spec,
});

const daemonSetOf = (spec: Partial<DaemonSet['spec']> = {}): DaemonSet => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: {
    name: 'agent',
    namespace: 'default',
    uid: 'ds1',
    generation: 1,
    annotations: { [generation]: '1' },
  },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: templateOf('agent:1'),
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    revisionHistoryLimit: 10,
    ...spec,
  },
});

const start = (nodes: Node[], spec?: Partial<DaemonSet['spec']>, version = '1.20'): FakeCluster => {
  const cluster = new FakeCluster({ checksVersions: true });
  for (const node of nodes) cluster.put('nodes', node);
  cluster.put('daemonsets.apps', daemonSetOf(spec));
  cluster.start(daemonSetController.create(worldAt(version)));
  return cluster;
};

const three = (): Node[] => ['w1', 'w2', 'w3'].map((name) => nodeOf(name));
const statusOf = (cluster: FakeCluster) =>
  (cluster.get('daemonsets.apps', 'default', 'agent') as DaemonSet).status;
const nodesOf = (pods: Pod[]): (string | undefined)[] => pods.map(targetNodeOf).sort();
const imagesOf = (pods: Pod[]): (string | undefined)[] =>
  pods.map(({ spec }) => spec.containers[0]?.image).sort();

const changeTemplate = (cluster: FakeCluster, image: string): void => {
  cluster.edit('daemonsets.apps', 'default', 'agent', (object: DaemonSet) => ({
    ...object,
    metadata: {
      ...object.metadata,
      // The server counts template changes.
      annotations: { [generation]: String(Number(object.metadata.annotations?.[generation]) + 1) },
    },
    spec: { ...object.spec, template: templateOf(image) },
  }));
};

/** The scheduler's part: pods go to the node they were made for. */
const place = (cluster: FakeCluster): void => {
  for (const pod of podsOf(cluster)) {
    const nodeName = targetNodeOf(pod);
    if (pod.spec.nodeName === undefined && nodeName !== undefined)
      cluster.put('pods', { ...pod, spec: { ...pod.spec, nodeName } });
  }
};

describe('daemon set controller', () => {
  it('makes one pod for each node, bound to it by affinity', () => {
    const cluster = start(three());
    cluster.settle();
    expect(nodesOf(podsOf(cluster))).to.deep.equal(['w1', 'w2', 'w3']);
    const [pod] = podsOf(cluster);
    expect(pod!.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution).to.deep.equal({
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['w1'] }] }],
    });
    expect(pod!.metadata.labels).to.include({ app: 'web', 'pod-template-generation': '1' });
    expect(pod!.metadata.labels?.['controller-revision-hash']).to.match(/^[a-z0-9]+$/);
    expect(statusOf(cluster)).to.deep.include({
      desiredNumberScheduled: 3,
      numberUnavailable: 3,
      numberReady: 0,
    });
  });

  it('counts ready pods and comes to rest', () => {
    const cluster = start(three());
    runToRest(cluster);
    expect(statusOf(cluster)).to.deep.equal({
      currentNumberScheduled: 3,
      numberMisscheduled: 0,
      desiredNumberScheduled: 3,
      numberReady: 3,
      observedGeneration: 1,
      updatedNumberScheduled: 3,
      numberAvailable: 3,
    });
    const writes = cluster.log.length;
    cluster.advance(3_600_000);
    expect(cluster.log.length).to.equal(writes);
  });

  it('follows nodes that come, are cordoned, and no longer match', () => {
    const cluster = start([nodeOf('w1')]);
    runToRest(cluster);
    cluster.put('nodes', nodeOf('w2'));
    cluster.put(
      'nodes',
      nodeOf('m1', { taints: [{ key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }] }),
    );
    runToRest(cluster);
    expect(nodesOf(podsOf(cluster))).to.deep.equal(['w1', 'w2']);
    const cordoned = { taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] };
    cluster.put('nodes', nodeOf('w2', { unschedulable: true, ...cordoned }));
    runToRest(cluster);
    expect(nodesOf(podsOf(cluster))).to.deep.equal(['w1', 'w2']);
    cluster.put('nodes', nodeOf('w2', { taints: [{ key: 'gpu', effect: 'NoExecute' }] }));
    place(cluster);
    runToRest(cluster);
    expect(podsOf(cluster)).to.have.lengthOf(1);
  });

  it('keeps pods that a mere NoSchedule taint would not let in, as misscheduled', () => {
    const cluster = start([nodeOf('w1')]);
    runToRest(cluster);
    cluster.put('nodes', nodeOf('w1', { taints: [{ key: 'full', effect: 'NoSchedule' }] }));
    runToRest(cluster);
    expect(podsOf(cluster)).to.have.lengthOf(1);
    expect(statusOf(cluster)).to.deep.include({ desiredNumberScheduled: 0, numberMisscheduled: 1 });
  });

  it('rolls a new template out, never with more unavailable than allowed', () => {
    const cluster = start(three());
    runToRest(cluster);
    place(cluster);
    changeTemplate(cluster, 'agent:2');
    for (let round = 0; round < 20; round++) {
      cluster.advance(10);
      expect(podsOf(cluster).filter(isLeaving).length).to.be.at.most(1);
      expect(statusOf(cluster)?.numberUnavailable ?? 0).to.be.at.most(1);
      reap(cluster);
      cluster.advance(10);
      place(cluster);
      for (const pod of podsOf(cluster).filter(({ status }) => status?.phase === 'Pending'))
        setReady(cluster, pod, true);
    }
    expect(imagesOf(podsOf(cluster))).to.deep.equal(['agent:2', 'agent:2', 'agent:2']);
    expect(cluster.list('controllerrevisions.apps').map(({ revision }) => revision)).to.deep.equal([1, 2]);
  });

  it('with OnDelete waits for pods to be deleted', () => {
    const cluster = start(three(), { updateStrategy: { type: 'OnDelete' } });
    runToRest(cluster);
    changeTemplate(cluster, 'agent:2');
    runToRest(cluster);
    expect(imagesOf(podsOf(cluster))).to.deep.equal(['agent:1', 'agent:1', 'agent:1']);
    expect(statusOf(cluster)).not.to.have.property('updatedNumberScheduled');
    cluster.remove('pods', 'default', podsOf(cluster)[0]!.metadata.name);
    runToRest(cluster);
    expect(imagesOf(podsOf(cluster))).to.deep.equal(['agent:1', 'agent:1', 'agent:2']);
  });

  it('brings an old template back as a newer revision', () => {
    const cluster = start([nodeOf('w1')]);
    for (const image of ['agent:2', 'agent:1']) {
      runToRest(cluster);
      changeTemplate(cluster, image);
    }
    runToRest(cluster);
    expect(cluster.list('controllerrevisions.apps').map(({ revision }) => revision)).to.deep.equal([3, 2]);
  });

  it('keeps the newest of several revisions of one template, and marks the pods of the others as of that one', () => {
    const cluster = start([nodeOf('w1')]);
    runToRest(cluster);
    const [made] = cluster.list('controllerrevisions.apps') as ControllerRevision[];
    const { labels, ...metadata } = made!.metadata;
    expect(labels).to.have.property('controller-revision-hash');
    const copy = { ...metadata, name: 'agent-copy', uid: 'copy', labels: { app: 'web' } };
    cluster.put('controllerrevisions.apps', { ...made!, metadata: copy, revision: 7 });
    runToRest(cluster);
    const left = cluster.list('controllerrevisions.apps') as ControllerRevision[];
    expect(left.map(({ metadata: { name }, revision }) => [name, revision])).to.deep.equal([
      ['agent-copy', 7],
    ]);
    // It had no mark: its name stands for that.
    expect(left[0]!.metadata.labels).to.have.property('controller-revision-hash', 'agent-copy');
    const [pod, ...more] = podsOf(cluster);
    expect(more).to.deep.equal([]);
    expect(pod!.metadata.labels).to.have.property('controller-revision-hash', 'agent-copy');
  });

  it('forgets revisions beyond its limit', () => {
    const cluster = start([nodeOf('w1')], { revisionHistoryLimit: 1 });
    for (const image of ['agent:2', 'agent:3', 'agent:4']) {
      runToRest(cluster);
      changeTemplate(cluster, image);
    }
    runToRest(cluster);
    cluster.advance(10);
    expect(cluster.list('controllerrevisions.apps').map(({ revision }) => revision)).to.deep.equal([3, 4]);
  });

  it('replaces a failed pod, and waits longer each time', () => {
    const cluster = start([nodeOf('w1')]);
    cluster.settle();
    place(cluster);
    const failNow = (): string => {
      const { name } = podsOf(cluster)[0]!.metadata;
      setPhase(cluster, podsOf(cluster)[0]!, 'Failed');
      cluster.advance(10);
      place(cluster);
      return name;
    };
    const names = (): string[] => podsOf(cluster).map(({ metadata }) => metadata.name);
    const first = failNow();
    expect(names()).to.have.lengthOf(1).and.not.include(first);
    expect(cluster.events.filter((event) => event.includes('FailedDaemonPod'))).to.have.lengthOf(1);
    const second = failNow();
    expect(names()).to.deep.equal([second]);
    cluster.advance(1500);
    expect(names()).to.have.lengthOf(1).and.not.include(second);
  });

  it('keeps only the oldest of two pods on one node', () => {
    const cluster = start([nodeOf('w1')]);
    runToRest(cluster);
    place(cluster);
    const [pod] = podsOf(cluster);
    cluster.nowMs += 5000;
    cluster.put('pods', {
      ...pod,
      metadata: { ...pod!.metadata, name: 'second', uid: 'second', creationTimestamp: cluster.now.time },
    });
    cluster.settle();
    expect(
      podsOf(cluster)
        .filter(isLeaving)
        .map(({ metadata }) => metadata.name),
    ).to.deep.equal(['second']);
  });

  it('from 1.22 on may run the new pod beside the old one', () => {
    const surge = {
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    };
    const cluster = start(three(), surge, '1.22');
    runToRest(cluster);
    place(cluster);
    changeTemplate(cluster, 'agent:2');
    cluster.settle();
    expect(imagesOf(podsOf(cluster))).to.deep.equal(['agent:1', 'agent:1', 'agent:1', 'agent:2']);
    expect(podsOf(cluster).filter(isLeaving)).to.have.lengthOf(0);
    runToRest(cluster);
    expect(imagesOf(podsOf(cluster))).to.deep.equal(['agent:2', 'agent:2', 'agent:2']);
    expect(nodesOf(podsOf(cluster))).to.deep.equal(['w1', 'w2', 'w3']);
  });
});
