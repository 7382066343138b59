/** Rounding of surge and unavailability, and sizes that hang on it. */
import { expect } from 'chai';
import type { Deployment, ReplicaSet } from '../../../../src/kube/index.ts';
import {
  maxSurgeOf,
  maxUnavailableOf,
  minAvailableOf,
  resolveFenceposts,
} from '../../../../src/simulator/controllers/deployment/fenceposts.ts';
import { newReplicaSetSize } from '../../../../src/simulator/controllers/deployment/new-replica-set-size.ts';
import { proportionOf } from '../../../../src/simulator/controllers/deployment/proportion.ts';
import { deploymentOf } from './deployment-cluster.ts';

const rolling = (replicas: number, maxSurge: number | string, maxUnavailable: number | string): Deployment =>
  deploymentOf({
    replicas,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
  });

describe('fenceposts', () => {
  it('rounds surge up and unavailability down', () => {
    expect(resolveFenceposts('25%', '25%', 3)).to.deep.equal({ surge: 1, unavailable: 0 });
    expect(resolveFenceposts('25%', '25%', 10)).to.deep.equal({ surge: 3, unavailable: 2 });
  });

  it('lets one pod be unavailable when otherwise nothing could move', () => {
    expect(resolveFenceposts(0, 0, 3)).to.deep.equal({ surge: 0, unavailable: 1 });
    expect(resolveFenceposts('0%', '1%', 3)).to.deep.equal({ surge: 0, unavailable: 1 });
  });

  it('bounds unavailability by the replicas, and knows none for Recreate', () => {
    expect(maxUnavailableOf(rolling(2, 0, 5))).to.equal(2);
    expect(maxUnavailableOf(rolling(0, 0, 5))).to.equal(0);
    const recreate = deploymentOf({ strategy: { type: 'Recreate' } });
    expect([maxSurgeOf(recreate), maxUnavailableOf(recreate), minAvailableOf(recreate)]).to.deep.equal([
      0, 0, 0,
    ]);
  });

  it('grows the new replica set as far as the surge allows, never beyond what is wanted', () => {
    expect(newReplicaSetSize(rolling(4, '25%', 0), 4, 0)).to.equal(1);
    expect(newReplicaSetSize(rolling(4, '25%', 0), 5, 1)).to.equal(1);
    expect(newReplicaSetSize(rolling(4, 10, 0), 4, 3)).to.equal(4);
    expect(newReplicaSetSize(deploymentOf({ replicas: 4, strategy: { type: 'Recreate' } }), 9, 0)).to.equal(
      4,
    );
  });

  it('shares a change out by size, and all of it when scaling to zero', () => {
    const half = {
      metadata: { name: 'a', annotations: { 'deployment.kubernetes.io/max-replicas': '10' } },
      spec: { replicas: 5 },
    } as unknown as ReplicaSet;
    expect(proportionOf(half, rolling(20, 0, 1), 10, 0)).to.equal(5);
    expect(proportionOf(half, rolling(20, 0, 1), 10, 8)).to.equal(2);
    expect(proportionOf(half, rolling(0, 0, 1), -5, 0)).to.equal(-5);
  });
});
