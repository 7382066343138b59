/** Tests of preemption: who must go. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Pod, PodDisruptionBudget } from '../../../src/kube/index.ts';
import { findFeasibleNodes, podInfoOf } from '../../../src/simulator/scheduler/index.ts';
import { findPreemption } from '../../../src/simulator/scheduler/preemption.ts';
import { podOf, requesting, smallCluster } from './small-cluster.ts';

const running = (
  name: string,
  nodeName: string,
  cpu: string,
  priority: number,
  startTime = '2021-01-20T11:00:00Z',
): Pod => ({
  ...podOf(name, { ...requesting(cpu), nodeName, priority }, { labels: { app: name } }),
  status: { startTime },
});

const preempt = (
  nodes: Record<string, string>,
  placed: readonly Pod[],
  pod: Pod,
  budgets: PodDisruptionBudget[] = [],
) => {
  const cluster = smallCluster(
    Object.fromEntries(Object.entries(nodes).map(([name, cpu]) => [name, { cpu }])),
    placed,
  );
  const cycle = cluster.cycleOf(pod);
  const { rejections } = findFeasibleNodes(cycle, cluster.profile, 0);
  const nowMs = Date.parse('2021-01-20T12:00:00Z');
  const found = findPreemption({
    cycle,
    profile: cluster.profile,
    rejections,
    budgets,
    nominated: new Map(),
    nowMs,
  });
  const answer =
    found.candidate === undefined
      ? found.message
      : {
          node: found.candidate.node.name,
          victims: found.candidate.pods.map((victim) => victim.pod.metadata.name),
        };
  return { answer, cluster };
};

const high = podOf('high', { ...requesting('2'), priority: 100 });

describe('preemption', () => {
  it('takes the fewest pods of the lowest priority', () => {
    const placed = [
      running('a', 'w1', '2', 10),
      running('b', 'w2', '1', 5),
      running('c', 'w2', '1', 5),
      running('d', 'w3', '2', 5),
    ];
    expect(preempt({ w1: '2', w2: '2', w3: '2' }, placed, high).answer).deep.equal({
      node: 'w3',
      victims: ['d'],
    });
  });

  it('spares what fits beside the pod, the more important first', () => {
    const placed = [running('a', 'w1', '1', 1), running('b', 'w1', '1', 9), running('c', 'w1', '1', 2)];
    expect(preempt({ w1: '3' }, placed, high).answer).deep.equal({ node: 'w1', victims: ['c', 'a'] });
  });

  it('prefers not to break a disruption budget', () => {
    const placed = [running('a', 'w1', '2', 1), running('b', 'w2', '2', 5)];
    const budget: PodDisruptionBudget = {
      apiVersion: 'policy/v1beta1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'a', namespace: 'default' },
      spec: { selector: { matchLabels: { app: 'a' } } },
      status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
    };
    expect(preempt({ w1: '2', w2: '2' }, placed, high).answer).deep.equal({ node: 'w1', victims: ['a'] });
    expect(preempt({ w1: '2', w2: '2' }, placed, high, [budget]).answer).deep.equal({
      node: 'w2',
      victims: ['b'],
    });
  });

  it('takes the pod that started last among equals', () => {
    const placed = [
      running('a', 'w1', '2', 1, '2021-01-20T10:00:00Z'),
      running('b', 'w2', '2', 1, '2021-01-20T11:59:00Z'),
    ];
    expect(preempt({ w1: '2', w2: '2' }, placed, high).answer).deep.equal({ node: 'w2', victims: ['b'] });
  });

  it('says why it does not help', () => {
    const equal = [running('a', 'w1', '2', 100)];
    expect(preempt({ w1: '2' }, equal, high).answer).equal(
      '0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    );
    const shy = podOf('shy', { ...requesting('2'), priority: 100, preemptionPolicy: 'Never' });
    expect(preempt({ w1: '2' }, [running('a', 'w1', '2', 1)], shy).answer).equal(
      'not eligible due to preemptionPolicy=Never.',
    );
  });

  it('leaves the snapshot as it was', () => {
    const pods = fc.array(
      fc.record({ cpu: fc.integer({ min: 1, max: 4 }), priority: fc.integer({ min: 0, max: 3 }) }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(pods, (sketches) => {
        const placed = sketches.map(({ cpu, priority }, index) =>
          running(`p${index}`, `w${index % 2}`, `${cpu}00m`, priority),
        );
        const pod = podOf('p', { ...requesting('900m'), priority: 2 });
        const { cluster } = preempt({ w0: '1', w1: '1' }, placed, pod);
        for (const node of cluster.snapshot.nodes) {
          const there = placed.filter(({ spec }) => spec.nodeName === node.name);
          expect([...node.pods.keys()]).deep.equal(there.map(({ metadata }) => metadata.uid));
          const cpuMillis = there.reduce((sum, other) => sum + podInfoOf(other).requests.cpuMillis, 0);
          expect(node.cpuMillis).equal(cpuMillis);
        }
      }),
    );
  });
});
