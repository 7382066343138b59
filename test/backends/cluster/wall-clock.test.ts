/** Waits on the wall clock. */
import { expect } from 'chai';
import { WallClock } from '../../../src/backends/cluster/wall-clock.ts';

describe('wall clock', () => {
  it('asks again at every change', async () => {
    const clock = new WallClock();
    let isMet = false;
    const outcome = clock.waitUntil(() => isMet, clock.now() + 60_000);
    isMet = true;
    clock.changed();
    expect(await outcome).to.equal('met');
  });

  it('ends at the deadline', async () => {
    const clock = new WallClock();
    const deadlineMs = clock.now() + 20;
    expect(await clock.waitUntil(() => false, deadlineMs)).to.equal('deadline');
    expect(clock.now()).to.be.at.least(deadlineMs);
  });

  it('passes on what the question throws', async () => {
    const clock = new WallClock();
    let error: unknown;
    await clock
      .waitUntil(() => {
        throw new Error('unknown');
      }, clock.now() + 60_000)
      .catch((caught: unknown) => (error = caught));
    expect(error).to.be.instanceOf(Error);
  });
});
