/** The deployment controller together with the replica set controller, over a fake cluster. */
import { expect } from 'chai';
import type { Deployment, ReplicaSet } from '../../../../src/kube/index.ts';
import { podsOf, reap, runToRest, setReady } from '../fake-kubelet.ts';
import {
  byImage,
  conditionReason,
  deploymentIn,
  editSpec,
  sizesByImage,
  startDeployment,
  templateOf,
} from './deployment-cluster.ts';

const revision = 'deployment.kubernetes.io/revision';
const scalings = (events: readonly string[]): string[] =>
  events
    .filter((event) => event.includes('ScalingReplicaSet'))
    .map((event) => event.replace(/web-[a-z0-9]+/, 'RS').replace('Normal ScalingReplicaSet ', ''));

describe('deployment controller', () => {
  it('creates a replica set and becomes available', () => {
    const cluster = startDeployment();
    cluster.advance(10);
    expect(conditionReason(cluster, 'Available')).to.equal('MinimumReplicasUnavailable');
    runToRest(cluster);
    const { status, metadata } = deploymentIn(cluster);
    expect(status).to.deep.include({
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    });
    expect(status).not.to.have.property('unavailableReplicas');
    expect(metadata.annotations).to.deep.equal({ [revision]: '1' });
    expect(conditionReason(cluster, 'Available')).to.equal('MinimumReplicasAvailable');
    expect(conditionReason(cluster, 'Progressing')).to.equal('NewReplicaSetAvailable');
    expect(scalings(cluster.events)).to.deep.equal(['Scaled up replica set RS to 3']);
  });

  it('comes to rest: a settled deployment writes nothing more', () => {
    const cluster = startDeployment();
    runToRest(cluster);
    const writes = cluster.log.length;
    cluster.advance(3_600_000);
    expect(cluster.log.length).to.equal(writes);
  });

  it('rolls an update out a step at a time', () => {
    const cluster = startDeployment();
    runToRest(cluster);
    editSpec(cluster, { template: templateOf('nginx:2') });
    runToRest(cluster);
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 0, 'nginx:2': 3 });
    expect(scalings(cluster.events).slice(1)).to.deep.equal([
      'Scaled up replica set RS to 1',
      'Scaled down replica set RS to 2',
      'Scaled up replica set RS to 2',
      'Scaled down replica set RS to 1',
      'Scaled up replica set RS to 3',
      'Scaled down replica set RS to 0',
    ]);
    expect(deploymentIn(cluster).metadata.annotations).to.deep.equal({ [revision]: '2' });
  });

  it('goes back to an old replica set and remembers its former revisions', () => {
    const cluster = startDeployment();
    for (const image of ['nginx:2', 'nginx:1', 'nginx:2', 'nginx:1']) {
      runToRest(cluster);
      editSpec(cluster, { template: templateOf(image) });
    }
    runToRest(cluster);
    expect(byImage(cluster)['nginx:1']?.metadata.annotations).to.include({
      [revision]: '5',
      'deployment.kubernetes.io/revision-history': '1,3',
    });
    expect(deploymentIn(cluster).metadata.annotations?.[revision]).to.equal('5');
  });

  it('passes annotations on to the new replica set, but not what kubectl applied', () => {
    const cluster = startDeployment();
    cluster.edit('deployments.apps', 'default', 'web', (deployment: Deployment) => ({
      ...deployment,
      metadata: {
        ...deployment.metadata,
        annotations: {
          'kubernetes.io/change-cause': 'kubectl create',
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
        },
      },
    }));
    runToRest(cluster);
    expect(byImage(cluster)['nginx:1']?.metadata.annotations).to.have.property(
      'kubernetes.io/change-cause',
      'kubectl create',
    );
    expect(byImage(cluster)['nginx:1']?.metadata.annotations).not.to.have.property(
      'kubectl.kubernetes.io/last-applied-configuration',
    );
  });

  it('stops at a broken image, keeps what must be available, and reports the missed deadline', () => {
    const cluster = startDeployment({ replicas: 4 });
    runToRest(cluster);
    editSpec(cluster, { template: templateOf('nginx:bad') });
    cluster.advance(1000);
    reap(cluster);
    cluster.advance(1000);
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 3, 'nginx:bad': 2 });
    cluster.advance(590_000);
    expect(conditionReason(cluster, 'Progressing')).to.equal('ReplicaSetUpdated');
    cluster.advance(15_000);
    expect(conditionReason(cluster, 'Progressing')).to.equal('ProgressDeadlineExceeded');
    editSpec(cluster, { template: templateOf('nginx:1') });
    runToRest(cluster);
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 4, 'nginx:bad': 0 });
    expect(conditionReason(cluster, 'Progressing')).to.equal('NewReplicaSetAvailable');
  });

  it('waits while paused, still scales, and goes on when resumed', () => {
    const cluster = startDeployment();
    runToRest(cluster);
    editSpec(cluster, { paused: true, template: templateOf('nginx:2') });
    runToRest(cluster);
    expect(conditionReason(cluster, 'Progressing')).to.equal('DeploymentPaused');
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 3 });
    editSpec(cluster, { replicas: 5 });
    runToRest(cluster);
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 5 });
    editSpec(cluster, { paused: false });
    cluster.advance(10);
    runToRest(cluster);
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 0, 'nginx:2': 5 });
  });

  it('scales several active replica sets in proportion', () => {
    const cluster = startDeployment({
      replicas: 10,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } },
    });
    runToRest(cluster);
    editSpec(cluster, { template: templateOf('nginx:2') });
    cluster.advance(10);
    reap(cluster);
    cluster.advance(10);
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 8, 'nginx:2': 5 });
    editSpec(cluster, { replicas: 15 });
    cluster.settle();
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 11, 'nginx:2': 7 });
  });

  it('recreates only after the last old pod has gone', () => {
    const cluster = startDeployment({ strategy: { type: 'Recreate' } });
    runToRest(cluster);
    editSpec(cluster, { template: templateOf('nginx:2') });
    cluster.advance(10);
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 0 });
    const [first, ...others] = podsOf(cluster);
    for (const pod of others) cluster.remove('pods', 'default', pod.metadata.name);
    cluster.advance(10);
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 0 });
    cluster.remove('pods', 'default', first!.metadata.name);
    cluster.advance(10);
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 0, 'nginx:2': 3 });
  });

  it('forgets revisions beyond its limit, the oldest first', () => {
    const cluster = startDeployment({ revisionHistoryLimit: 1 });
    for (const image of ['nginx:2', 'nginx:3', 'nginx:4']) {
      runToRest(cluster);
      cluster.advance(1000);
      editSpec(cluster, { template: templateOf(image) });
    }
    runToRest(cluster);
    expect(Object.keys(byImage(cluster))).to.deep.equal(['nginx:3', 'nginx:4']);
  });

  it('counts a pod only after minReadySeconds, and looks again by itself', () => {
    const cluster = startDeployment({ replicas: 1, minReadySeconds: 10 });
    cluster.advance(10);
    setReady(cluster, podsOf(cluster)[0]!, true);
    cluster.advance(9_000);
    expect(deploymentIn(cluster).status).to.include({ readyReplicas: 1 });
    expect(deploymentIn(cluster).status).not.to.have.property('availableReplicas');
    cluster.advance(3_000);
    expect(deploymentIn(cluster).status).to.include({ availableReplicas: 1 });
  });

  it('moves on to another name when a replica set that is not its own is in the way', () => {
    const probe = startDeployment();
    probe.advance(10);
    const taken = byImage(probe)['nginx:1']!.metadata.name;
    const cluster = startDeployment();
    cluster.put('replicasets.apps', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: taken, namespace: 'default', labels: { app: 'other' } },
      spec: { replicas: 0, selector: { matchLabels: { app: 'other' } }, template: templateOf('other') },
    });
    runToRest(cluster);
    expect(deploymentIn(cluster).status?.collisionCount).to.equal(1);
    const own = (cluster.list('replicasets.apps') as ReplicaSet[]).filter(({ spec }) => spec.replicas === 3);
    expect(own.map(({ metadata }) => metadata.name))
      .to.have.lengthOf(1)
      .and.not.include(taken);
  });

  it('tells why a replica set cannot be created', () => {
    const cluster = startDeployment();
    cluster.refuse = (action) =>
      action.do === 'create' && action.resource === 'replicasets.apps' ? 'quota' : undefined;
    cluster.step();
    expect(conditionReason(cluster, 'Progressing')).to.equal('ReplicaSetCreateError');
    expect(cluster.events[0]).to.match(
      /^Warning ReplicaSetCreateError Failed to create new replica set "web-/,
    );
  });

  it('takes over the failure of its replica set', () => {
    const cluster = startDeployment();
    cluster.refuse = (action) =>
      action.do === 'create' && action.resource === 'pods' ? 'no room' : undefined;
    for (let round = 0; round < 50; round++) cluster.step();
    const failure = deploymentIn(cluster).status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    expect(failure).to.include({ status: 'True', reason: 'FailedCreate' });
    expect(failure?.message).to.contain('no room');
    cluster.refuse = () => undefined;
    runToRest(cluster);
    expect(conditionReason(cluster, 'ReplicaFailure')).to.equal(undefined);
  });

  it('obeys the old rollback annotation', () => {
    const cluster = startDeployment();
    runToRest(cluster);
    editSpec(cluster, { template: templateOf('nginx:2') });
    runToRest(cluster);
    cluster.edit('deployments.apps', 'default', 'web', (deployment: Deployment) => ({
      ...deployment,
      metadata: {
        ...deployment.metadata,
        annotations: { ...deployment.metadata.annotations, 'deprecated.deployment.rollback.to': '0' },
      },
    }));
    runToRest(cluster);
    expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 3, 'nginx:2': 0 });
    expect(cluster.events).to.include('Normal DeploymentRollback Rolled back deployment "web" to revision 1');
  });

  it('leaves a deployment that selects everything alone', () => {
    const cluster = startDeployment({ selector: {} });
    cluster.settle();
    expect(cluster.list('replicasets.apps')).to.deep.equal([]);
    expect(cluster.events[0]).to.contain('SelectingAll');
    expect(deploymentIn(cluster).status).to.deep.equal({ observedGeneration: 1 });
  });

  it('names sizes before and after as the version does', () => {
    const messages = ['1.24', '1.25', '1.32'].map((version) => {
      const cluster = startDeployment({}, { version });
      runToRest(cluster);
      editSpec(cluster, { replicas: 4 });
      runToRest(cluster);
      return scalings(cluster.events);
    });
    expect(messages).to.deep.equal([
      ['Scaled up replica set RS to 3', 'Scaled up replica set RS to 4'],
      ['Scaled up replica set RS to 3', 'Scaled up replica set RS to 4 from 3'],
      ['Scaled up replica set RS from 0 to 3', 'Scaled up replica set RS from 3 to 4'],
    ]);
  });
});
