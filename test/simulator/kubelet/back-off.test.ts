/** Exponential back-off by key. */
import { expect } from 'chai';
import fc from 'fast-check';
import { BackOff, crashLoopDelayMs } from '../../../src/simulator/kubelet/back-off.ts';

describe('back-off', () => {
  it('doubles from the first delay to the last, and forgets after a long quiet time', () => {
    const backOff = new BackOff(10_000, 300_000);
    const delays: number[] = [];
    for (let nowMs = 0, round = 0; round < 7; round++, nowMs += 1000) {
      backOff.next('x', nowMs, nowMs);
      delays.push(backOff.delayMs('x') / 1000);
    }
    expect(delays).to.deep.equal([10, 20, 40, 80, 160, 300, 300]);
    expect(backOff.isInBackOffSinceUpdate('x', 6000 + 299_000)).to.equal(true);
    backOff.next('x', 6000 + 600_001, 6000 + 600_001);
    expect(backOff.delayMs('x')).to.equal(10_000);
  });

  it('lets the first restart happen at once and the second wait', () => {
    const backOff = new BackOff(10_000, 300_000);
    expect(crashLoopDelayMs(backOff, 'c', 0, 0)).to.equal(undefined);
    expect(crashLoopDelayMs(backOff, 'c', 1000, 1500)).to.equal(10_000);
    expect(crashLoopDelayMs(backOff, 'c', 1000, 11_000)).to.equal(undefined);
    expect(backOff.delayMs('c')).to.equal(20_000);
  });

  it('never names a delay outside of its bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 700_000 }), { maxLength: 40 }), (runs) => {
        const backOff = new BackOff(10_000, 300_000);
        let nowMs = 0;
        for (const run of runs) {
          nowMs += run;
          const delayMs = crashLoopDelayMs(backOff, 'c', nowMs, nowMs);
          if (delayMs !== undefined) nowMs += delayMs;
          const stored = backOff.delayMs('c');
          if (stored < 10_000 || stored > 300_000) return false;
        }
        return true;
      }),
    );
  });
});
