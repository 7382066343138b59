/** Properties of rolling updates, over random orders of what happens. */
import { expect } from 'chai';
import fc from 'fast-check';
import { maxSurgeOf, minAvailableOf } from '../../../../src/simulator/controllers/deployment/index.ts';
import type { FakeCluster } from '../fake-cluster.ts';
import { isLeaving, isReady, podsOf, runToRest, setReady } from '../fake-kubelet.ts';
import {
  deploymentIn,
  deploymentOf,
  editSpec,
  sizesByImage,
  startDeployment,
  templateOf,
} from './deployment-cluster.ts';

const bound = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`),
);

const setup = fc
  .record({ replicas: fc.integer({ min: 1, max: 9 }), maxSurge: bound, maxUnavailable: bound })
  .map(({ replicas, maxSurge, maxUnavailable }) => ({
    replicas,
    strategy: { type: 'RollingUpdate' as const, rollingUpdate: { maxSurge, maxUnavailable } },
  }));

/** What may happen next: a controller's pass, or something to the pod of that number. */
const happening = fc.record({
  what: fc.constantFrom('pass', 'pass', 'pass', 'ready', 'reap', 'unready'),
  which: fc.nat(1000),
});

const livePods = (cluster: FakeCluster) => podsOf(cluster).filter((pod) => !isLeaving(pod));

const totalSize = (cluster: FakeCluster): number =>
  Object.values(sizesByImage(cluster)).reduce((sum, size) => sum + size, 0);

const happen = (
  cluster: FakeCluster,
  { what, which }: { what: string; which: number },
  faults: boolean,
): void => {
  cluster.nowMs += 7;
  const pick = <T>(list: readonly T[]): T | undefined => list[which % Math.max(list.length, 1)];
  if (what === 'pass') cluster.step((count) => which % count);
  if (what === 'ready') {
    const pod = pick(livePods(cluster).filter((candidate) => !isReady(candidate)));
    if (pod !== undefined) setReady(cluster, pod, true);
  }
  if (what === 'unready' && faults) {
    const pod = pick(livePods(cluster).filter(isReady));
    if (pod !== undefined) setReady(cluster, pod, false);
  }
  if (what === 'reap') {
    const pod = pick(podsOf(cluster).filter(isLeaving));
    if (pod !== undefined) cluster.remove('pods', 'default', pod.metadata.name);
  }
};

describe('rolling update', () => {
  it('never wants more pods than replicas and surge, whatever gets ready or unready', () => {
    fc.assert(
      fc.property(setup, fc.array(happening, { maxLength: 150 }), (spec, happenings) => {
        const cluster = startDeployment(spec);
        runToRest(cluster);
        editSpec(cluster, { template: templateOf('nginx:2') });
        const most = spec.replicas + maxSurgeOf(deploymentOf(spec));
        for (const next of happenings) {
          happen(cluster, next, true);
          expect(totalSize(cluster)).to.be.at.most(most);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never takes so many pods away that fewer than the minimum are available', () => {
    fc.assert(
      fc.property(setup, fc.array(happening, { maxLength: 150 }), (spec, happenings) => {
        const cluster = startDeployment(spec);
        runToRest(cluster);
        editSpec(cluster, { template: templateOf('nginx:2') });
        const least = minAvailableOf(deploymentOf(spec));
        for (const next of happenings) {
          happen(cluster, next, false);
          expect(livePods(cluster).filter(isReady).length).to.be.at.least(least);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('always ends with all pods of the new template', () => {
    fc.assert(
      fc.property(setup, fc.array(happening, { maxLength: 80 }), (spec, happenings) => {
        const cluster = startDeployment(spec);
        runToRest(cluster);
        editSpec(cluster, { template: templateOf('nginx:2') });
        for (const next of happenings) happen(cluster, next, true);
        runToRest(cluster);
        expect(sizesByImage(cluster)).to.deep.equal({ 'nginx:1': 0, 'nginx:2': spec.replicas });
        expect(deploymentIn(cluster).status).to.include({
          replicas: spec.replicas,
          availableReplicas: spec.replicas,
        });
      }),
      { numRuns: 60 },
    );
  });
});
