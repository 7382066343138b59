/** Tests of disruption budgets' status. */
import { expect } from 'chai';
import type { PodDisruptionBudget } from '../../../src/kube/index.ts';
import { disruptionController } from '../../../src/simulator/controllers/disruption/index.ts';
import { must, realCluster } from './real-cluster.ts';

const start = (spec: PodDisruptionBudget['spec'], version = 'v1.20.2') => {
  const cluster = realCluster({ controllers: [disruptionController], version });
  const apiVersion = cluster.isAtLeast(21) ? 'policy/v1' : 'policy/v1beta1';
  const selector = { matchLabels: { app: 'web' } };
  cluster.node('w1');
  const replicaSet = must(
    cluster.api.create(
      'replicasets.apps',
      'default',
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: { name: 'web' },
        spec: {
          replicas: 4,
          selector,
          template: {
            metadata: { labels: { app: 'web' } },
            spec: { containers: [{ name: 'c', image: 'nginx' }] },
          },
        },
      },
      { user: 'test' },
    ),
  );
  const pod = (name: string, isReady = true, isOwned = true) => {
    const owner = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: 'web',
      uid: replicaSet.metadata.uid ?? '',
      controller: true,
    };
    cluster.pod(
      name,
      { nodeName: 'w1' },
      { labels: { app: 'web' }, ...(isOwned ? { ownerReferences: [owner] } : {}) },
    );
    cluster.setStatus(name, '172.16.0.1', isReady);
  };
  const budget = {
    apiVersion,
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web' },
    spec: { selector, ...spec },
  };
  must(cluster.api.create('poddisruptionbudgets.policy', 'default', budget, { user: 'test' }));
  const status = () => must(cluster.api.get('poddisruptionbudgets.policy', 'default', 'web')).status;
  return { ...cluster, pod, status };
};

describe('the disruption controller', () => {
  it('allows what a whole number of available pods leaves', () => {
    const { pod, run, status } = start({ minAvailable: 2 });
    for (const name of ['a', 'b', 'c']) pod(name);
    pod('d', false);
    run(2000);
    expect(status()).deep.include({
      disruptionsAllowed: 1,
      currentHealthy: 3,
      desiredHealthy: 2,
      expectedPods: 4,
    });
  });

  it('takes percentages of what the controllers are told to run', () => {
    const { pod, run, status } = start({ maxUnavailable: '25%' });
    for (const name of ['a', 'b', 'c']) pod(name);
    run(2000);
    expect(status()).deep.include({
      disruptionsAllowed: 0,
      currentHealthy: 3,
      desiredHealthy: 3,
      expectedPods: 4,
    });
    pod('d');
    run(2000);
    expect(status()).deep.include({ disruptionsAllowed: 1, currentHealthy: 4 });
  });

  it('allows nothing when a pod has no controller, and says so', () => {
    const { pod, run, status, events } = start({ maxUnavailable: 1 });
    pod('alone', true, false);
    run(1000);
    expect(status()?.disruptionsAllowed).equal(0);
    expect(events().some((text) => text.includes('found no controller ref for pod "alone"'))).equal(true);
  });

  it('says when it has no pods', () => {
    const { run, events } = start({ minAvailable: 1 });
    run(1000);
    expect(events()).include('Normal NoPods web: No matching pods found');
  });

  it('forgets an eviction after two minutes', () => {
    const { pod, run, status, api } = start({ minAvailable: 1 });
    for (const name of ['a', 'b']) pod(name);
    run(1000);
    expect(status()?.disruptionsAllowed).equal(1);
    const budget = must(api.get('poddisruptionbudgets.policy', 'default', 'web'));
    const disrupted = {
      ...budget,
      status: { ...budget.status, disruptionsAllowed: 0, disruptedPods: { a: '2021-01-20T12:00:01Z' } },
    };
    must(api.update('poddisruptionbudgets.policy', disrupted, { user: 'test', subresource: 'status' }));
    run(60_000);
    expect(status()).deep.include({ currentHealthy: 1, disruptionsAllowed: 0 });
    run(62_000);
    expect(status()).deep.include({ currentHealthy: 2, disruptionsAllowed: 1 });
  });

  it('tells in a condition since 1.21', () => {
    const { pod, run, status } = start({ minAvailable: 1 }, 'v1.21.0');
    pod('a');
    run(1000);
    expect(status()?.conditions?.[0]).deep.include({
      type: 'DisruptionAllowed',
      status: 'False',
      reason: 'InsufficientPods',
    });
  });
});
