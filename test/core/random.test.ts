/** Seeded chance: the same for the same seed and name, another for another; within its bounds and evenly spread. */
import { expect } from 'chai';
import fc from 'fast-check';
import { Random } from '../../src/core/index.ts';

const draws = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => random.float());

describe('random', () => {
  it('repeats for the same seed and name, whatever else is drawn', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), (seed, name) => {
        const first = new Random(seed);
        const second = new Random(seed);
        draws(second, 5);
        second.stream('another');
        expect(draws(first.stream(name), 10)).to.deep.equal(draws(second.stream(name), 10));
      }),
    );
  });

  it('differs by seed and by name', () => {
    const key = (random: Random): string => draws(random, 3).join(' ');
    const keys = new Set<string>();
    for (let seed = 0; seed < 50; seed++)
      for (const name of ['', 'a', 'b', 'kubelet/w1', 'kubelet/w2'])
        keys.add(key(new Random(seed).stream(name)));
    expect(keys.size).to.equal(250);
  });

  it('stays below its limit and between its bounds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, limit) => {
        const random = new Random(seed);
        for (let draw = 0; draw < 50; draw++) {
          expect(random.below(limit)).to.be.within(0, limit - 1);
          expect(random.between(-limit, limit)).to.be.within(-limit, limit);
        }
      }),
    );
  });

  it('spreads evenly (chi-squared over 16 bins, far below what chance allows once in a million)', () => {
    const random = new Random(7);
    const bins = new Array<number>(16).fill(0);
    for (let draw = 0; draw < 16_000; draw++) bins[random.below(16)]!++;
    const chiSquared = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquared).to.be.lessThan(57);
  });
});
