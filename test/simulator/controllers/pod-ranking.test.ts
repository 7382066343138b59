/** Which pods a scale-down takes first. */
import { expect } from 'chai';
import fc from 'fast-check';
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import type { Pod } from '../../../src/kube/index.ts';
import { podsToDelete, rankForDeletion } from '../../../src/simulator/controllers/pod-ranking.ts';
import { timeText } from './fake-cluster.ts';

const nowMs = Date.parse('2021-01-20T12:00:00Z');
const v20 = parseKubernetesVersion('1.20')!;
const v22 = parseKubernetesVersion('1.22')!;

interface PodFacts {
  node?: string;
  phase?: string;
  readyForSeconds?: number;
  restarts?: number;
  ageSeconds?: number;
  cost?: string;
}

const podOf = (name: string, facts: PodFacts): Pod => {
  const { node = 'w1', phase = 'Running', readyForSeconds, restarts = 0, ageSeconds = 100, cost } = facts;
  const transition = { lastTransitionTime: timeText(nowMs - (readyForSeconds ?? 0) * 1000) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      uid: name,
      creationTimestamp: timeText(nowMs - ageSeconds * 1000),
      ...(cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
    },
    spec: { containers: [], nodeName: node },
    status: {
      phase: phase as 'Running',
      conditions: [
        { type: 'Ready', status: readyForSeconds === undefined ? 'False' : 'True', ...transition },
      ],
      containerStatuses: [{ name: 'c', ready: true, restartCount: restarts, image: '', imageID: '' }],
    },
  };
};

const order = (facts: Record<string, PodFacts>, related: Pod[] = [], version = v20): string[] =>
  rankForDeletion(
    Object.entries(facts).map(([name, one]) => podOf(name, one)),
    related,
    version,
    nowMs,
  ).map(({ metadata }) => metadata.name);

describe('pod ranking', () => {
  it('takes the unassigned, then the pending, then the unready first', () => {
    expect(
      order({
        ready: { readyForSeconds: 50 },
        unready: {},
        pending: { phase: 'Pending' },
        unknown: { phase: 'Unknown', readyForSeconds: 50 },
        unassigned: { node: '', readyForSeconds: 50 },
      }),
    ).to.deep.equal(['unassigned', 'pending', 'unknown', 'unready', 'ready']);
  });

  it('takes from nodes with more related pods before looking at times', () => {
    const related = [podOf('x', { node: 'w2' }), podOf('y', { node: 'w2' }), podOf('z', { node: 'w1' })];
    const facts = { alone: { node: 'w1', readyForSeconds: 1 }, doubled: { node: 'w2', readyForSeconds: 90 } };
    expect(order(facts, related)).to.deep.equal(['doubled', 'alone']);
  });

  it('takes the one ready for a shorter time, with more restarts, the younger', () => {
    expect(order({ long: { readyForSeconds: 60 }, short: { readyForSeconds: 30 } })).to.deep.equal([
      'short',
      'long',
    ]);
    expect(order({ calm: {}, restless: { restarts: 3 } })).to.deep.equal(['restless', 'calm']);
    expect(order({ old: { ageSeconds: 90 }, young: { ageSeconds: 10 } })).to.deep.equal(['young', 'old']);
  });

  it('obeys the deletion cost and buckets ages only from 1.22 on', () => {
    const costs = { dear: { readyForSeconds: 1, cost: '10' }, cheap: { readyForSeconds: 90, cost: '-5' } };
    expect(order(costs, [], v20)).to.deep.equal(['dear', 'cheap']);
    expect(order(costs, [], v22)).to.deep.equal(['cheap', 'dear']);
    const ages = { b: { readyForSeconds: 70 }, a: { readyForSeconds: 100 } };
    expect(order(ages, [], v20)).to.deep.equal(['b', 'a']);
    expect(order(ages, [], v22)).to.deep.equal(['a', 'b']);
  });

  it('is an order: the same pods in any order give the same deletions', () => {
    const facts = fc.record({
      node: fc.constantFrom('', 'w1', 'w2'),
      phase: fc.constantFrom('Running', 'Pending', 'Unknown'),
      readyForSeconds: fc.option(fc.nat(300), { nil: undefined }),
      restarts: fc.nat(2),
      ageSeconds: fc.nat(300),
    });
    fc.assert(
      fc.property(fc.array(facts, { minLength: 2, maxLength: 8 }), fc.nat(8), (list, count) => {
        // Ages made unique, so that no two pods rank the same.
        const pods = list.map((one, index) =>
          podOf(`p${index}`, { ...one, ageSeconds: one.ageSeconds * 10 + index } as PodFacts),
        );
        const names = (some: Pod[]): string[] =>
          podsToDelete(some, some, count, v20, nowMs)
            .map(({ metadata }) => metadata.name)
            .sort();
        expect(names([...pods].reverse())).to.deep.equal(names(pods));
      }),
    );
  });
});
