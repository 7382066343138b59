/** The tally against a count from scratch, after random changes. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Pod } from '../../../../src/kube/index.ts';
import { PodTally } from '../../../../src/simulator/controllers/replicaset/pod-tally.ts';

const change = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  owner: fc.constantFrom('', 'one', 'two'),
  phase: fc.constantFrom('Pending', 'Running', 'Failed'),
  ready: fc.boolean(),
  fits: fc.boolean(),
  leaves: fc.boolean(),
  isDeleted: fc.boolean(),
});

type Facts = typeof change extends fc.Arbitrary<infer T> ? T : never;

const podOf = ({ name, owner, phase, ready, leaves }: Facts): Pod =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      labels: {},
      ...(leaves ? { deletionTimestamp: '2021-01-20T12:00:00Z' } : {}),
      ...(owner === '' ? {} : { ownerReferences: [{ uid: owner, kind: 'ReplicaSet', controller: true }] }),
    },
    spec: { containers: [] },
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  }) as unknown as Pod;

describe('pod tally', () => {
  it('says what counting from scratch says', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const tally = new PodTally();
        const there = new Map<string, Facts>();
        for (const facts of changes) {
          tally.note(podOf(facts), facts.isDeleted, () => facts.fits);
          if (facts.isDeleted) there.delete(facts.name);
          else there.set(facts.name, facts);
          for (const owner of ['one', 'two']) {
            const active = [...there.values()].filter(
              (one) => one.owner === owner && one.phase !== 'Failed' && !one.leaves,
            );
            expect(tally.of(owner)).to.deep.equal({
              active: active.length,
              ready: active.filter(({ ready }) => ready).length,
              doubtful: active.filter(({ fits }) => !fits).length,
            });
          }
        }
      }),
    );
  });
});
