/** Tests of the pure scheduling cycle. */
import { expect } from 'chai';
import fc from 'fast-check';
import { podInfoOf, scheduleCycle } from '../../../src/simulator/scheduler/index.ts';
import { enoughNodes } from '../../../src/simulator/scheduler/feasible-nodes.ts';
import { podOf, requesting, smallCluster } from './small-cluster.ts';

const first = () => 0;

describe('scheduleCycle', () => {
  it('says so when there are no nodes', () => {
    const { snapshot, profile } = smallCluster({});
    const outcome = scheduleCycle(podInfoOf(podOf('p')), snapshot, { profile, below: first });
    expect(outcome).include({ ok: false, message: 'no nodes available to schedule pods' });
  });

  it('looks at all of fewer than 100 nodes, and at a share of more', () => {
    expect([4, 99, 100, 1000, 5000, 10_000].map(enoughNodes)).deep.equal([4, 99, 100, 420, 500, 500]);
  });

  it('begins where the last cycle ended', () => {
    const { snapshot, profile } = smallCluster(
      Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`w${index}`, {}])),
    );
    const outcome = scheduleCycle(podInfoOf(podOf('p')), snapshot, { profile, below: first, start: 100 });
    expect(outcome.nextStart).equal(50);
  });

  it('leaves room for a pod that is nominated to a node', () => {
    const { snapshot, profile } = smallCluster({ w1: { cpu: '2' } });
    const waiting = podInfoOf(podOf('waiting', { ...requesting('2'), priority: 10 }));
    const nominated = new Map([['w1', [waiting]]]);
    const outcome = scheduleCycle(podInfoOf(podOf('p', requesting('1'))), snapshot, {
      profile,
      below: first,
      nominated,
    });
    expect(outcome).include({ ok: false, message: '0/1 nodes are available: 1 Insufficient cpu.' });
    expect(scheduleCycle(waiting, snapshot, { profile, below: first, nominated }).ok).equal(true);
  });

  it('never gives a node more than it has, and fails only when none has room', () => {
    const cpus = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(cpus, fc.integer({ min: 1, max: 5 }), (wishes, nodeCount) => {
        const names = Array.from({ length: nodeCount }, (_, index) => [`w${index}`, { cpu: '5' }] as const);
        const { snapshot, profile } = smallCluster(Object.fromEntries(names));
        for (const [index, tenths] of wishes.entries()) {
          const pod = podInfoOf(podOf(`p${index}`, requesting(`${tenths}00m`, '1Mi')));
          const outcome = scheduleCycle(pod, snapshot, { profile, below: (limit) => index % limit });
          if (outcome.ok) snapshot.addPod(pod, outcome.node.name);
          else for (const node of snapshot.nodes) expect(node.cpuMillis + tenths * 100).greaterThan(5000);
        }
        for (const node of snapshot.nodes) expect(node.cpuMillis).most(5000);
      }),
    );
  });
});
